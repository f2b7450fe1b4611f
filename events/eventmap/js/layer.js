// The layer itself: holds the state, and redraws what a change concerns, once a frame.

const NARROW_PX = 640, SHORT_PX = 720;
const LONGEST_BARE_MS = 1500;
const SLOW_MS = 30; // a drawing that takes longer waits for the end of a drag

L.EventTimeline = L.Layer.extend({
  options: { inline: null, url: null, fingerprint: "", control: null, channel: null, view: null, theme: null, basemap: null, tiles: [], bounds: null, fit: true },

  initialize(options) {
    L.setOptions(this, options);
    this.perf = {};
    this.reports = 0;
    this.pending = null;
    this.rows = null;
    this.state = { day: 0, window: 0, selected: null, mode: "", place: "", compare: "", known: "" };
    this.dirty = { filter: true, place: true };
  },

  onAdd(map) {
    const container = map.getContainer();
    this.started = performance.now();
    container.classList.add("te-map");
    container.classList.toggle("te-in-page", Boolean(this.options.channel));
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", "Map of events. Arrows left and right: a day back or forward, with Shift to the event before or after; square brackets: to the change of control before or after; space: play; with Alt the arrows move the map.");
    if (map.attributionControl) map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    this.surface = new Surface(map);
    // The ground is large and slow to unpack: it comes after the events, unless those keep us waiting.
    const first = new Promise((resolve) => (this.showGround = resolve));
    setTimeout(this.showGround, LONGEST_BARE_MS);
    this.ground = new Ground(map, this.options, () => this.link.later(), first);
    this.buildControls(container);
    if (this.ground.hasChoice) this.legend.extra.append(this.ground.control());
    this.watch(map, container);
    this.camera = new Camera(map, () => this.link.later());
    this.link = new Link(this.options.channel, this);
    this.choice = new PlaceChoice(map, { tell: (message) => this.link.send(message), look: (latitude, longitude) => this.camera.show(latitude, longitude) });
    this.setTheme(this.options.theme || (this.media.matches ? "dark" : "light"));
    this.frameView(this.options.view || {});
    const loaded = Promise.all([this.withData(this.options), this.options.control && this.withControl(this.options.control)]);
    this.ready = loaded.then(() => this.apply({ ...this.firstView(), ...(this.options.view || {}) }));
    this.ready.catch(() => {});
    return this;
  },

  buildControls(container) {
    this.live = element("div", "te-live");
    this.live.setAttribute("aria-live", "polite");
    container.append(this.live);
    this.legend = new Legend(container, this.legendActions());
    this.bar = new Bar(container, this.barActions());
    this.controlLegend = new ControlLegend(this.legend, this.legendActions());
    this.controlBar = new ControlBar(this.bar, this.controlActions(), L.stamp(this));
    this.scope = "all"; // of the jumps from change to change
    this.tip = new Tip(container);
    this.card = this.options.channel ? null : new Card(container, { close: () => this.select(null, "user"), other: (row) => this.select(row, "user") });
    this.placeCard = this.card && new PlaceCard(this.card, (row) => this.showReport(row));
    this.player = new Player((days) => this.advance(days), (playing) => this.played(playing));
  },

  watch(map, container) {
    map.on({ move: this.moving, moveend: this.placed, resize: this.placed, zoomanim: this.zooming, zoom: this.pinched, click: this.clicked, mousemove: this.hovered, mouseout: this.left, movestart: this.left }, this);
    map.on("dblclick", this.left, this);
    this.touch = window.matchMedia("(hover: none)");
    this.media = window.matchMedia("(prefers-color-scheme: dark)");
    this.onMedia = () => !this.options.theme && this.setTheme(this.media.matches ? "dark" : "light");
    this.media.addEventListener("change", this.onMedia);
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) Object.assign(map.options, { zoomAnimation: false, fadeAnimation: false, inertia: false });
    const keys = this.barActions();
    const stopKeys = listenToKeys(container, { ...keys, choose: (key) => this.choice.key(key), change: (step) => this.stepChange(step), event: (step) => this.stepEvent(step), select: (row) => this.select(row, "user") });
    const stopPan = panWithAlt(map);
    this.observer = new ResizeObserver(() => this.fitBox(container));
    this.observer.observe(container);
    this.observer.observe(this.bar.root);
    this.stopKeys = () => (stopKeys(), stopPan());
  },

  /** The bar's height and the box's width are known only once the styles have come. */
  fitBox(container) {
    const narrow = container.clientWidth < NARROW_PX;
    container.classList.toggle("te-short", container.clientHeight < SHORT_PX);
    if (narrow !== this.narrow) {
      this.narrow = narrow;
      container.classList.toggle("te-narrow", narrow);
      this.legend.setOpen(!narrow);
    }
    if (this.barHeight !== this.bar.root.offsetHeight) {
      this.barHeight = this.bar.root.offsetHeight;
      container.style.setProperty("--te-bar-height", `${this.barHeight}px`);
      this.camera.refit();
    }
    this.bar.histogram.rebuild();
    this.change({ draw: true });
  },

  onRemove(map) {
    this.player.stop();
    this.link.close();
    this.camera.stop();
    this.stopKeys();
    this.observer.disconnect();
    this.media.removeEventListener("change", this.onMedia);
    cancelAnimationFrame(this.frame);
    this.ground.remove();
    this.choice.remove();
    for (const part of [this.surface, this.bar.root, this.legend.root, this.tip.root, this.live, this.card && this.card.root]) if (part) part.remove();
    map.off({ move: this.moving, moveend: this.placed, resize: this.placed, zoomanim: this.zooming, zoom: this.pinched, click: this.clicked, mousemove: this.hovered, mouseout: this.left, movestart: this.left }, this);
    map.off("dblclick", this.left, this);
    return this;
  },

  // ---- data -------------------------------------------------------------------------------------------------------------------

  /** A promise of these data: those that are here, those on their way, or newly loaded. Promises settle in the order of the calls. */
  withData(source) {
    if (!source || (this.pending && source.fingerprint === this.pending.fingerprint)) return this.pending.promise;
    const pending = { fingerprint: source.fingerprint, promise: null };
    this.pending = pending;
    pending.promise = this.load(source, pending).catch((error) => {
      if (this.pending === pending) this.pending = { fingerprint: null, promise: pending.promise }; // the next command may try again
      throw error;
    });
    return pending.promise;
  },

  /** Load columns and build what draws them; the map, its place and its controls stay as they are. */
  async load(source, pending) {
    try {
      const before = performance.now(), columns = await loadColumns(source), started = performance.now();
      if (this.pending !== pending) throw new Error("Other data have been asked for since.");
      this.take(columns);
      this.perf.fetch = started - before;
      this.perf.unpack = performance.now() - started;
    } catch (error) {
      if (this.pending === pending && this._map) this.failed(error);
      throw error;
    }
  },

  take(columns) {
    this.columns = columns;
    this.visibility = new Visibility(columns);
    this.tallies = { factions: new Tally(columns.faction, columns.factions.length), kinds: new Tally(columns.kind, columns.kinds.length) };
    this.painter = this.eventPainter = new EventPainter(columns, this.visibility, this.surface);
    this.state = { ...this.state, day: columns.calendar.days - 1, selected: null };
    this.bar.load(columns.calendar);
    this.options.inline = this.rows = this.spot = null;
    this.setTheme(this.theme);
    this.dropControl();
  },

  failed(error) {
    this.bar.say(error.message);
    this._map.getContainer().dataset.ready = "failed";
    this.drawn();
  },

  /** The first picture is there, or there will be none. */
  drawn() {
    this.isDrawn = true;
    this.showGround();
    this.link.send({ type: "drawn" });
  },

  // ---- state ------------------------------------------------------------------------------------------------------------------

  /** Without a view: everything on the last day; context only where there is nothing else. */
  firstView() {
    const control = this.columns.kinds.filter((kind) => !kind.context).map((kind) => kind.name);
    const kinds = control.length < this.columns.kinds.length && !this.options.view ? control : null;
    return { time: "", window: 0, factions: null, kinds, since: "", until: "", selected: null, rows: null };
  },

  /** What the page sends as a view, and what it is told. */
  view() {
    const { calendar } = this.columns, { visibility, state } = this;
    return {
      time: calendar.iso(state.day),
      window: state.window,
      zoom: this.camera.fitted ? null : this.camera.zoom, // fitted to the data: no place has been chosen
      centre: this.camera.fitted ? null : this.camera.centre,
      selected: state.selected,
      ...this.factionView(),
      kinds: sortedNames(visibility.kinds),
      since: visibility.since,
      until: visibility.until,
      tiles: this.ground.chosen,
      ...this.controlView(),
    };
  },

  /** Take over what the page says; keys that are undefined stay as they are, and what is as it was costs nothing. */
  apply(patch) {
    const { visibility, state, columns } = this, { calendar } = columns;
    const given = (key) => patch[key] !== undefined;
    const before = { filter: this.filterKey(), day: state.day, window: state.window, selected: state.selected };
    if (given("factions")) visibility.factions = patch.factions === null && patch.hidden && patch.hidden.length ? this.without(patch.hidden) : chosenNames(patch.factions);
    if (given("kinds")) visibility.kinds = chosenNames(patch.kinds);
    if (given("since")) visibility.since = patch.since || "";
    if (given("until")) visibility.until = patch.until || "";
    if (given("rows") && patch.rows !== this.rows) {
      this.rows = patch.rows;
      visibility.rows = patch.rows ? bytesOfBase64(patch.rows) : null;
    }
    if (given("window")) state.window = Math.max(0, Math.floor(patch.window) || 0);
    if (given("time")) state.day = calendar.day(patch.time, calendar.days - 1);
    if (given("selected")) state.selected = Number.isInteger(patch.selected) && patch.selected >= 0 && patch.selected < columns.n ? patch.selected : null;
    if (given("tiles")) this.ground.set(patch.tiles);
    this.applyControl(patch);
    if (given("time") || given("window")) this.player.stop();
    this.bar.setWindow(state.window);
    this.frameView(patch);
    if (this.filterKey() !== before.filter) this.change({ filter: true });
    if (state.day !== before.day || state.window !== before.window) this.change({ draw: true });
    if (state.selected !== before.selected) this.change({ top: true });
    if (state.selected !== before.selected) this.showCard();
  },

  /** The factions shown, or those hidden where they are fewer: of thousands, one switched off is one name. */
  factionView() {
    const on = this.visibility.factions, names = this.names("factions"), off = on ? names.filter((name) => !on.has(name)) : [];
    return on && 2 * off.length < names.length ? { factions: null, hidden: off.sort() } : { factions: sortedNames(on), hidden: [] };
  },
  without(hidden) {
    const off = new Set(hidden), on = this.names("factions").filter((name) => !off.has(name));
    return on.length < this.columns.factions.length ? new Set(on) : null;
  },

  /** All that the filters depend on, as one text to compare. */
  filterKey() {
    const { factions, kinds, since, until } = this.visibility;
    return JSON.stringify([sortedNames(factions), sortedNames(kinds), since, until, this.rows]);
  },

  /** Go where a view says; without a place, to all of the data. */
  frameView(patch) {
    if (patch.centre && Number.isFinite(patch.zoom)) {
      const same = patch.zoom === this.camera.zoom && patch.centre[0] === this.camera.centre[0] && patch.centre[1] === this.camera.centre[1];
      if (!same) this.camera.set(patch.centre, patch.zoom);
    } else if (patch.centre === null || (!this.framed && this.options.fit)) {
      const bounds = (this.columns && this.columns.bounds) || this.options.bounds;
      if (bounds && !(this.camera.fitted && this.camera.fitted[0] === bounds)) this.camera.fit(bounds, () => this.padding());
    }
    this.framed = this.framed || Boolean(this.columns);
  },

  /** Room for the bar, the legend and the marks themselves. */
  padding() {
    const narrow = this._map.getSize().x < NARROW_PX, bar = this.bar.root.offsetHeight + 46;
    return narrow ? { paddingTopLeft: [24, 56], paddingBottomRight: [24, bar] } : { paddingTopLeft: [60, 36], paddingBottomRight: [284, bar] };
  },

  /** Colours that the page gives to factions which share one in the data, by name; all others have those of the data. */
  setColours(colours) {
    const { columns } = this, text = JSON.stringify(colours || {});
    if (!columns || (text === (this.coloured || "{}") && (text === "{}" || this.colouredOn === columns))) return;
    this.coloured = text;
    this.colouredOn = columns;
    for (const faction of columns.factions) {
      faction.stated = faction.stated || faction.colour;
      faction.colour = (colours && colours[faction.name]) || faction.stated;
    }
    this.eventPainter.recolour();
    this.themed = null;
    this.setTheme(this.theme);
  },

  setTheme(theme) {
    if (theme === this.theme && this.themed === this.columns) return;
    this.theme = theme;
    this.themed = this.columns;
    this._map.getContainer().classList.toggle("te-dark", theme === "dark");
    this.ground.setTheme(theme);
    if (!this.columns) return;
    this.eventPainter.setTheme(theme);
    this.legend.load(this.columns, theme);
    if (this.controlPainter) this.themeControl(theme);
    this.change({ filter: true });
  },
});

L.eventTimeline = (options) => new L.EventTimeline(options);
