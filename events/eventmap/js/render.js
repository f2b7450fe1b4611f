// Redrawing: changes are gathered, and one frame does what they need, no more.

L.EventTimeline.include({
  /** Ask for a redraw: {filter} counts and all, {place} the map moved, {draw} time or size, {top} the selection alone. */
  change(what) {
    Object.assign(this.dirty, what);
    if (this.asked === undefined) this.asked = performance.now();
    if (!this.frame && this._map) this.frame = requestAnimationFrame(() => this.render());
  },

  moving() {
    if ((this.perf.project || 0) + (this.perf.draw || 0) < SLOW_MS && !this._map._animatingZoom) this.placed();
  },
  placed() {
    this.change({ place: true });
  },
  zooming(event) {
    this.left();
    this.surface.follow(event.center, event.zoom);
  },
  pinched() {
    if (!this._map._animatingZoom) this.placed();
  },

  render() {
    this.frame = 0;
    if (!this.columns || !this._map) return;
    const { dirty, perf } = this, began = performance.now();
    this.dirty = {};
    if (dirty.filter) this.refilter();
    if (dirty.place || !this.painter.viewport) this.replace();
    const started = performance.now(), range = this.visibility.range(this.state.day, this.state.window);
    const state = { ...this.state, low: range[0], high: range[1], exact: dirty.exact, ...this.controlState() };
    if (dirty.filter || dirty.place || dirty.draw || dirty.exact || !this.drawnOnce) this.painter.draw(state);
    else if (dirty.top) this.painter.drawTop(state);
    this.drawnOnce = true;
    perf.draw = performance.now() - started;
    this.settle();
    this.tell(range);
    perf.work = performance.now() - began;
    this.measure();
  },

  /** The same view is the same picture, whichever way one came to it: what was drawn in steps is drawn anew once it rests. */
  settle() {
    clearTimeout(this.settling);
    if (this.painter.isSketch) this.settling = setTimeout(() => this.change({ exact: true }), REST_MS);
  },

  refilter() {
    const started = performance.now(), { visibility, columns } = this;
    visibility.compute();
    this.tallies.factions.build(visibility.shown);
    this.tallies.kinds.build(visibility.shown);
    const { stack, palette } = this.inControl ? this.painter.histogram() : this.eventHistogram();
    this.bar.histogram.set(stack, palette, columns.calendar, inkOf(this.theme));
    this.perf.filter = performance.now() - started;
  },

  eventHistogram() {
    const { columns } = this, palette = paletteOf(columns.factions, this.theme);
    return { stack: stackByDay(columns, this.visibility.shown, palette.of, palette.colours.length), palette };
  },

  replace() {
    const started = performance.now(), viewport = new Viewport(this._map);
    this.surface.place(viewport);
    this.painter.prepare(viewport);
    this.perf.project = performance.now() - started;
  },

  /** Bring counts, date and attributes up to date, and tell the page. */
  tell([low, high]) {
    const { state, columns, visibility } = this, { calendar } = columns;
    const factions = this.tallies.factions.between(low, high), kinds = this.tallies.kinds.between(low, high);
    const shown = kinds.reduce((sum, count) => sum + count, 0);
    const toTime = visibility.placedUpTo(state.day, state.window), time = calendar.iso(state.day);
    this.counts = { shown, total: visibility.placedCount, total_to_time: toTime };
    const range = { firstDay: Math.max(0, calendar.offset(visibility.since, 0)), lastDay: calendar.offset(visibility.until, calendar.days - 1) };
    const control = this.tellControl(), note = control && this.controlNote();
    this.bar.update({ day: state.day, window: control ? 0 : state.window, shown, total: visibility.placedCount, range, note });
    this.legend.update({ factions, kinds, visibility });
    Object.assign(this._map.getContainer().dataset, {
      ready: "true", time, window: String(state.window), shown: String(shown), selected: state.selected === null ? "" : String(state.selected), theme: this.theme,
    });
    const text = `${time} ${state.window} ${shown} ${toTime} ${note || ""}`;
    if (text !== this.ticked) this.link.tick({ time, window: state.window, shown, total_to_time: toTime, ...(control && { control }) });
    this.ticked = text;
  },

  /** Time from the first request for this frame to after it was handed to the compositor. */
  measure() {
    const asked = this.asked, done = new MessageChannel();
    this.asked = undefined;
    done.port1.onmessage = () => {
      this.perf.paint = performance.now() - asked;
      this.perf.frames = (this.perf.frames || 0) + 1;
      if (this.perf.first === undefined) {
        this.perf.first = performance.now() - this.started;
        this.drawn();
      }
      const { painter } = this;
      if (painter.makeGrid && !painter.grid) (window.requestIdleCallback || setTimeout)(() => painter.makeGrid());
      done.port1.close();
    };
    done.port2.postMessage(0);
  },
});

/** Colours of the histogram's own lines by theme. */
function inkOf(theme) {
  return theme === "dark"
    ? { line: "#3a424d", muted: "#aab2bd", band: "rgba(255,255,255,.05)", out: "rgba(10,12,15,.6)" }
    : { line: "#cfd4da", muted: "#59616c", band: "rgba(15,30,50,.045)", out: "rgba(255,255,255,.65)" };
}
