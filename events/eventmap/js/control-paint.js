// The painter of control: a colour table by place, and one pass over the pixels that looks colours up and hatches them.

const STRIPE_PX = 8; // period of the hatching, CSS pixels
const LEAST_BORDERED = 60; // places of fewer square CSS pixels are drawn without a border

class ControlPainter {
  constructor(data, columns, visibility, surface) {
    Object.assign(this, { data, columns, visibility, surface });
    this.raster = new AreaRaster(data);
    this.state = new ControlState(data);
    this.comparison = null;
    this.table = new Uint32Array((data.places + 1) << PLACE_SHIFT);
    this.shift = data.offset(columns.calendar);
    this.setTheme("light");
  }

  setTheme(theme) {
    this.theme = theme;
    this.colours = new ControlColours(this.data, this.columns, theme);
    this.drawn = null;
  }

  prepare(viewport) {
    this.viewport = viewport;
    this.raster.prepare(viewport);
    const { width, height } = this.raster, canvas = this.surface.control;
    if (canvas.width !== width || canvas.height !== height || !this.image) {
      canvas.width = width;
      canvas.height = height;
      this.image = new ImageData(width, height);
      this.out = new Uint32Array(this.image.data.buffer);
    }
    this.makeTile();
    this.drawn = null;
  }

  /** Bit 0: in the stripe of the second colour (contested); bit 1: on a line of the hatching (claimed). A tile the size of one period. */
  makeTile() {
    const period = Math.max(4, 2 ** Math.round(Math.log2(STRIPE_PX * this.raster.ratio)));
    this.period = period;
    this.tile = new Uint8Array(period * period);
    for (let y = 0; y < period; y++) {
      for (let x = 0; x < period; x++) {
        const up = (x + y) % period < period / 2 ? 1 : 0, down = (x - y + period) % period < period * 0.375 ? 2 : 0;
        this.tile[y * period + x] = up | down;
      }
    }
  }

  /** Draw the day of `state`, or with `compare` (a day or null) what changed between the two. Days count from the events' first. */
  draw(state) {
    const day = state.day - this.shift, other = state.compare === null ? null : state.compare - this.shift;
    this.state.compute(day);
    if (other === null) this.comparison = null;
    else this.comparison = (this.comparison || new Comparison(this.data)).compute(other, day);
    this.seen = this.comparison ? this.comparison.after : this.state;
    const key = `${day} ${other} ${this.visibility.version}`;
    if (key !== this.drawn) {
      this.fillTable();
      this.paint();
      this.drawn = key;
    }
    this.drawTop(state);
  }

  fillTable() {
    const { colours, visibility, seen, data } = this;
    this.on = Uint8Array.from(colours.names, (name) => (visibility.isFactionOn(name) ? 1 : 0));
    this.on[colours.unsure] = this.on[colours.fought] = 0;
    for (let p = 0; p < data.places; p++) if (seen.spell[p] >= 0) this.look(p);
    for (let p = 0; p < data.places; p++) if (seen.spell[p] < 0) this.borrow(p);
  }

  /** A place without a report yet shows what lies beneath it. */
  borrow(p) {
    const at = (p + 1) << PLACE_SHIFT, other = this.raster.shown(p, this.seen.spell);
    if (other < 0) this.table.fill(0, at, at + 8);
    else for (let k = 0; k < 8; k++) this.table[at + k] = this.table[((other + 1) << PLACE_SHIFT) + (k & ~EDGE)];
  }

  look(p) {
    const { seen, colours } = this, s = seen.behind(p), status = seen.status[p], holder = this.data.spells.holder[s], rival = colours.rival[s];
    const counted = this.comparison !== null && COUNTED[this.comparison.change[p]], on = this.on[holder] || (status === FOUGHT && this.on[rival]);
    const pale = !on || (this.comparison !== null && !counted);
    const level = pale ? PALE_LEVEL : counted ? CHANGED_LEVEL : status === UNSURE ? UNKNOWN_LEVEL : sureness(seen.confidence[p]);
    const base = level * colours.size, { fill, thin, rim } = colours;
    const first = status === UNSURE || holder === colours.nobody ? colours.unsure : holder;
    const edge = counted && on ? colours.ink : rim[base + (status === FOUGHT ? colours.fought : first)];
    if (status === FOUGHT) this.set(p, fill[base + first], fill[base + rival], 1, edge);
    else if (status === HELD && seen.claimed[p]) this.set(p, thin[base + first], fill[base + first], 2, edge);
    else this.set(p, fill[base + first], fill[base + first], 0, edge);
    if (!this.comparison && seen.besieged(p)) this.dashes(p);
  }

  /** Eight entries a place: inside and at the edge, for each of the four kinds of pixels of the tile; `bit` picks the second colour. */
  set(p, one, two, bit, edge) {
    const { table } = this, at = (p + 1) << PLACE_SHIFT, plain = this.raster.pixels[p] < LEAST_BORDERED * this.raster.ratio ** 2;
    for (let k = 0; k < 4; k++) {
      const colour = k & bit ? two : one;
      table[at + k] = colour;
      table[at + EDGE + k] = plain ? colour : edge;
    }
  }

  /** The border of a besieged place is broken and dark. */
  dashes(p) {
    const at = ((p + 1) << PLACE_SHIFT) + EDGE;
    for (let k = 0; k < 4; k++) this.table[at + k] = k & 1 ? this.colours.ink : this.colours.gap;
  }

  paint() {
    const { table, tile, period, out } = this, { codes, width, height } = this.raster, mask = period - 1;
    for (let row = 0, i = 0; row < height; row++) {
      const line = (row & mask) * period;
      for (let column = 0; column < width; column++, i++) out[i] = table[codes[i] | tile[line + (column & mask)]];
    }
    this.surface.control.getContext("2d").putImageData(this.image, 0, 0);
  }

  /** The outline of the selected place. */
  drawTop({ placeIndex }) {
    const context = this.surface.top.getContext("2d");
    context.clearRect(0, 0, this.viewport.width, this.viewport.height);
    if (placeIndex < 0) return;
    const path = this.raster.outline(placeIndex), { ratio } = this.viewport;
    context.lineJoin = "round";
    for (const [width, colour] of [[5, "rgba(255,255,255,.95)"], [2.4, "#111418"]]) {
      context.lineWidth = width * ratio;
      context.strokeStyle = colour;
      context.stroke(path);
    }
  }

  /** The place under a point in CSS pixels, -1 for none. */
  pick(x, y) {
    if (!this.viewport || !this.seen) return -1;
    return this.raster.pick(x * this.viewport.ratio, y * this.viewport.ratio, this.seen.spell);
  }

  allChanges() {
    if (!this.changes) this.changes = new ControlChanges(this.data);
    return this.changes;
  }

  /** Changes by day in the colours of those who hold the place from then on. */
  histogram() {
    const { colours, data, visibility } = this, { spells, header } = data, distinct = [...new Set(colours.hex)];
    const layer = Uint16Array.from(colours.hex, (hex) => distinct.indexOf(hex)), on = header.factions.map((name) => visibility.isFactionOn(name));
    const of = (s) => layer[spells.status[s] === HELD ? spells.holder[s] : spells.status[s] === FOUGHT ? colours.fought : colours.unsure];
    return { stack: this.allChanges().stack(this.columns.calendar, of, distinct.length, (s) => on[spells.holder[s]]), palette: { colours: distinct } };
  }
}
