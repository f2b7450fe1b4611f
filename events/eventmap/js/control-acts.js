// The mode "control" in the layer: its data, its part of the view, and what the user can do in it.

L.EventTimeline.include({
  /**
   * A promise of these control data ({inline} or {url}, with a fingerprint); null takes them away. What is here stays until then.
   * {offered: true} says that there will be some once the user asks for the mode.
   */
  withControl(source) {
    this.controlOffered = Boolean(source);
    if (!source || !(source.url || source.inline)) {
      if (!source) this.takeControl(null);
      else if (this.columns) this.controlBar.setAvailable(true);
      return Promise.resolve();
    }
    if (this.controlAsked && this.controlAsked.fingerprint === source.fingerprint) return this.controlAsked.promise;
    const asked = { fingerprint: source.fingerprint, promise: null, of: this.pending && this.pending.fingerprint }, current = () => this.controlAsked === asked && this._map;
    this.controlAsked = asked;
    asked.promise = loadControl(source).then(
      (data) => current() && this.takeControl(data, asked),
      (error) => {
        if (!current()) return;
        this.controlAsked = null; // the next command may try again
        this.live.textContent = error.message;
        this._map.getContainer().dataset.control = "failed";
      },
    );
    return asked.promise;
  },

  takeControl(data, asked = null) {
    this.controlAsked = asked;
    this.control = data && data.n ? data : null;
    this.renewControl();
  },

  /** The events have changed: what was held by the old ones goes, unless it is on the screen, where its successor will replace it. */
  dropControl() {
    if (!this.inControl && this.control && this.controlAsked && this.controlAsked.of !== this.columns.fingerprint) this.control = this.controlAsked = null;
    this.renewControl();
  },

  /** New events or new control: a new painter, for the one speaks of the other's rows and colours. */
  renewControl() {
    if (!this.columns) return;
    this.controlPainter = this.control ? new ControlPainter(this.control, this.columns, this.visibility, this.surface) : null;
    this.controlBar.setAvailable(Boolean(this.controlPainter) || Boolean(this.controlOffered && !this.control && this.options.channel));
    this.controlBar.load(this.columns.calendar);
    this._map.getContainer().dataset.control = this.control ? this.control.fingerprint || "inline" : "";
    if (this.controlPainter) this.themeControl(this.theme || "light");
    this.choosePainter();
  },

  /** The mode that is wanted may have no data yet: until then the events are drawn. */
  choosePainter() {
    const wanted = (this.state.mode === "control" && this.controlPainter) || this.eventPainter;
    this.inControl = wanted === this.controlPainter;
    if (this.painter !== wanted) {
      this.painter = wanted;
      this.tip.hide();
      this.surface.show(this.inControl);
      this.controlLegend.setShown(this.inControl);
      this._map.getContainer().classList.toggle("te-control", this.inControl);
      this.showCard();
    }
    this.tellControlBar();
    this.change({ filter: true, place: true });
  },

  tellControlBar() {
    const { mode, compare, known, place } = this.state, { calendar } = this.columns, filtered = this.visibility.factions !== null;
    const applies = { all: true, factions: filtered, place: Boolean(place) };
    if (!applies[this.scope]) this.scope = "all";
    this.controlBar.update({ mode, inControl: this.inControl, compare, known, place, filtered, scope: this.scope, words: (iso) => calendar.words(calendar.offset(iso, 0)) });
  },

  themeControl(theme) {
    this.controlPainter.setTheme(theme);
    this.controlLegend.load(this.controlPainter);
  },

  // ---- the view ---------------------------------------------------------------------------------------------------------------

  controlView() {
    const { mode, place, compare, known } = this.state;
    return { mode, place, compare, known };
  },

  applyControl(patch) {
    const { state } = this, before = JSON.stringify(this.controlView()), mode = state.mode, place = state.place;
    if (patch.mode !== undefined) state.mode = patch.mode === "control" ? "control" : "";
    if (typeof patch.place === "string") state.place = patch.place;
    for (const key of ["compare", "known"]) if (typeof patch[key] === "string") state[key] = isDate(patch[key]) ? patch[key] : "";
    if (before === JSON.stringify(this.controlView())) return;
    if (state.mode !== mode) this.choosePainter();
    else this.tellControlBar();
    if (state.place !== place) this.showCard();
    this.change({ draw: true });
  },

  /** What the painter needs beyond the day. */
  controlState() {
    if (!this.inControl) return {};
    const { calendar } = this.columns, { compare, place } = this.state;
    return { compare: compare ? calendar.offset(compare, 0) : null, placeIndex: this.control.find(place) };
  },

  controlActions() {
    return {
      mode: (mode) => this.setControl({ mode }),
      compare: (compare) => this.setControl({ compare }),
      change: (step) => this.stepChange(step),
      scope: (scope) => ((this.scope = scope), this.tellControlBar()),
    };
  },

  setControl(patch) {
    if (!this.columns) return;
    this.applyControl(patch);
    this.link.later();
  },

  // ---- acts -------------------------------------------------------------------------------------------------------------------

  /** Go to the next or previous change, and say what changed. */
  stepChange(step) {
    if (!this.controlPainter) return;
    const { data, shift } = this.controlPainter, place = this.scope === "place" ? data.find(this.state.place) : -1;
    const changes = this.controlPainter.allChanges(), last = this.columns.calendar.days - 1 - shift;
    const found = changes.next(this.state.day - shift, step, place, this.scope === "factions" ? this.visibility.factions : null);
    if (!found || found.day > last || found.day + shift < 0) {
      this.live.textContent = step > 0 ? "No later change." : "No earlier change.";
      return;
    }
    if (this.state.mode !== "control") this.setControl({ mode: "control" });
    this.setDay(found.day + shift, "user");
    const names = found.spells.slice(0, 5).map((s) => data.names(data.spells.place[s]).name);
    this.live.textContent = `${this.columns.calendar.words(found.day + shift)}: ${plural(found.spells.length, "change", "changes")}, ${names.join(", ")}`;
  },

  clickedPlace({ containerPoint: { x, y }, originalEvent }) {
    const touch = this.touch.matches || (originalEvent && originalEvent.pointerType === "touch");
    const started = performance.now(), found = this.painter.pick(x, y);
    this.perf.pick = performance.now() - started;
    this.tip.hide();
    this.selectPlace(found < 0 ? "" : this.control.names(found).id);
    if (touch && !this.card && found >= 0) this.tip.put(placeLines(this.painter, found), x, y); // where nothing can hover
  },

  selectPlace(id) {
    if (id === this.state.place) return;
    const index = this.control.find(id);
    if (index >= 0 && this.painter.seen && this.painter.seen.spell[index] >= 0) {
      const words = placeWords(this.painter, index);
      this.live.textContent = [words.place, words.who, words.rest, words.sure].filter(Boolean).join(", ");
    }
    this.setControl({ place: id });
  },

  hoveredPlace({ x, y }) {
    const started = performance.now(), found = this.painter.pick(x, y);
    this.perf.pick = performance.now() - started;
    this._map.getContainer().classList.toggle("te-over", found >= 0);
    if (found >= 0) this.tip.put(placeLines(this.painter, found), x, y);
    else this.tip.hide();
  },

  /** The card of the selected place, for maps that no page stands around. */
  showPlaceCard() {
    const index = this.control.find(this.state.place), { seen } = this.painter;
    if (index < 0 || !seen || seen.spell[index] < 0) this.card.hide();
    else this.placeCard.show(this.painter, index, () => this.selectPlace(""));
  },

  /** From a place to the report behind it: back among the events, with that one selected. */
  showReport(row) {
    this.setControl({ mode: "" });
    this.select(row, "user");
  },

  /** Counts, legend and attributes of control, after each drawing; what the page is told besides. */
  tellControl() {
    if (!this.inControl) return null;
    const { painter, state, visibility } = this, { factions } = painter.data.header, counts = painter.seen.counts(), { comparison } = painter;
    const balance = comparison ? comparison.balance() : null;
    this.controlLegend.update({ counts, balance, visibility });
    this.tellControlBar();
    if (this.card && state.place) this.showPlaceCard();
    const held = counts.held.reduce((sum, each) => sum + each, 0), by = {};
    counts.held.forEach((each, i) => each && (by[factions[i]] = each));
    this.holding = { places: painter.data.places - counts.silent, held, contested: counts.contested, unknown: counts.unknown, by };
    if (balance) this.holding.changed = changesIn(balance);
    return this.holding;
  },

  controlNote() {
    const { held, contested, unknown, changed } = this.holding, { calendar } = this.columns, { compare, day } = this.state;
    if (changed === undefined) return `${plural(held, "place", "places")} held · ${number(contested)} contested · ${number(unknown)} unknown`;
    const other = calendar.offset(compare, 0);
    return `${plural(changed, "place", "places")} changed ${other <= day ? "since" : "until"} ${calendar.words(other)}`;
  },
});

const isDate = (iso) => /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(`${iso}T00:00:00Z`));
