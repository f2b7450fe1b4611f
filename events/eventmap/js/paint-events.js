// The painter of events. A painter has prepare(viewport), draw(state) and pick(x, y); another mode of the map is another painter.

class EventPainter {
  constructor(columns, visibility, surface) {
    Object.assign(this, { columns, visibility, surface });
    this.positions = new Positions(columns);
    this.areas = new Areas(columns);
    this.detailed = new DetailedMarks(surface.marks);
    this.stamped = new StampedMarks(surface.marks);
    this.theme = "light";
    this.sprites = new Sprites(columns, paletteOf(columns.factions, this.theme));
    this.grid = null; // made when there is time, or when first asked
    this.marks = this.detailed;
  }

  setTheme(theme) {
    this.theme = theme;
    this.sprites.palette = paletteOf(this.columns.factions, theme); // its indices are those of any theme: colours differ, not groups
  }

  /** Factions have other colours, and so share them with others than before. */
  recolour() {
    this.sprites = new Sprites(this.columns, paletteOf(this.columns.factions, this.theme));
  }

  makeGrid() {
    if (!this.grid) this.grid = new Grid(this.columns);
    return this.grid;
  }

  /** The map stands elsewhere: find where each event falls. */
  prepare(viewport) {
    this.viewport = viewport;
    this.positions.project(viewport);
  }

  /** Size of marks and the way to draw them depend on what the window can hold here, not on the day: scrubbing changes neither. */
  choose({ window }) {
    const { calendar } = this.columns;
    const share = window > 0 ? Math.min(1, window / calendar.days) : 1;
    const expected = this.positions.count * share;
    this.marks = expected <= DETAILED ? this.detailed : this.stamped;
    this.sprites.reset(radiusFor(expected), this.viewport.ratio, this.theme);
  }

  draw(state) {
    this.choose(state);
    const { low, high } = state;
    this.areas.draw(this.surface.areas.getContext("2d"), this.viewport, this.visibility, this.sprites, low, high);
    this.marks.draw(this.viewport, this.positions, this.visibility, this.sprites, low, high, state.exact);
    this.low = low;
    this.high = high;
    this.drawTop(state);
  }

  /** Whether the marks were drawn in steps, which may leave rims that a drawing in one go would not have. */
  get isSketch() {
    return this.marks === this.stamped && this.stamped.added;
  }

  drawTop({ selected, low, high }) {
    const inTime = selected !== null && selected >= low && selected < high && this.visibility.shown[selected] !== HIDDEN;
    drawSelection(this.surface.top.getContext("2d"), this.viewport, this.columns, this.sprites, { selected, inTime });
  }

  /** Rows under a point of the screen in CSS pixels, newest first, and how many more there are. */
  pick(x, y, reach) {
    if (!this.viewport) return { rows: [], more: 0 };
    const { ratio } = this.viewport, radius = Math.max(5, this.sprites.radius) + reach;
    const found = pickMarks(this.makeGrid(), this.viewport, this.visibility, this.low, this.high, x * ratio, y * ratio, radius * ratio);
    if (found.rows.length) return found;
    const area = this.areas.pick(x * ratio, y * ratio, this.viewport);
    return area < 0 ? found : { rows: [area], more: 0 };
  }
}
