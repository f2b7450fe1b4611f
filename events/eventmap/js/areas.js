// Places known only as an area: circles of true size on the ground, drawn below the marks, the vaguer the paler.

const MOST_AREAS = 300; // the newest; more would be mud
const MOST_FILLED = 10; // screens' worth of filling; what goes beyond is outlined only
const CIRCLE_POINTS = 72;
const ROUND_BELOW_M = 20_000; // up to here a circle on the ground is a circle on the map, to less than a pixel

class Areas {
  constructor(columns) {
    this.columns = columns;
    const rows = [];
    const { radius, n } = columns;
    for (let i = 0; i < n; i++) if (radius[i] > 0 && columns.isPlaced(i)) rows.push(i);
    this.rows = Uint32Array.from(rows);
    this.spots = this.group();
    this.seen = new Uint32Array(this.count);
    this.frame = 0;
    this.drawn = [];
  }

  /** Number the different circles: reports on the same area are one circle, coloured by the newest. A hash table without objects. */
  group() {
    const { x, y, radius } = this.columns, { rows } = this, spots = new Uint32Array(rows.length);
    const size = 2 ** Math.ceil(Math.log2(2 * rows.length + 2)), slots = new Int32Array(size).fill(-1);
    const first = []; // a row of each circle
    for (let k = 0; k < rows.length; k++) {
      const i = rows[k];
      let slot = (Math.imul(x[i], 0x9e3779b1) ^ Math.imul(y[i], 0x85ebca6b) ^ Math.imul(radius[i], 0xc2b2ae35)) & (size - 1);
      while (slots[slot] >= 0) {
        const other = first[slots[slot]];
        if (x[other] === x[i] && y[other] === y[i] && radius[other] === radius[i]) break;
        slot = (slot + 1) & (size - 1);
      }
      if (slots[slot] < 0) slots[slot] = first.push(i) - 1;
      spots[k] = slots[slot];
    }
    this.count = first.length;
    return spots;
  }

  /** Rows of the circles to draw, newest first, as positions in `rows`. */
  choose(viewport, visibility, low, high, leastPixels) {
    const { rows, spots, seen, columns } = this, { shown } = visibility, chosen = [];
    this.frame++;
    for (let k = lowerBound(rows, high) - 1; k >= 0 && rows[k] >= low && chosen.length < MOST_AREAS; k--) {
      const i = rows[k];
      if (shown[i] === HIDDEN || seen[spots[k]] === this.frame) continue;
      seen[spots[k]] = this.frame;
      const pixels = viewport.metres(columns.radius[i], columns.y[i]);
      if (pixels < leastPixels) continue;
      const x = viewport.x(columns.x[i]), y = viewport.y(columns.y[i]);
      if (x + pixels < 0 || y + pixels < 0 || x - pixels > viewport.width || y - pixels > viewport.height) continue;
      chosen.push({ i, x, y, pixels });
    }
    return chosen;
  }

  draw(context, viewport, visibility, sprites, low, high) {
    const chosen = this.rows.length ? this.choose(viewport, visibility, low, high, (sprites.radius + 1) * viewport.ratio) : [];
    const key = chosen.map(({ i }) => i).join();
    if (key === this.key && viewport === this.viewport && sprites.version === this.version) return; // most steps change no area
    Object.assign(this, { drawn: chosen, key, viewport, version: sprites.version });
    context.clearRect(0, 0, viewport.width, viewport.height);
    let room = MOST_FILLED * viewport.width * viewport.height;
    for (const area of [...chosen].sort((a, b) => b.pixels - a.pixels || a.i - b.i)) {
      room -= Math.min(Math.PI * area.pixels ** 2, viewport.width * viewport.height);
      this.circle(context, viewport, sprites.style(area.i), area, room > 0);
    }
  }

  circle(context, viewport, style, { i, x, y, pixels }, filled) {
    const metres = this.columns.radius[i], strength = areaStrength(metres) * (style.context ? 0.5 : 1), hollow = style.claimed || style.denied;
    context.beginPath();
    if (metres < ROUND_BELOW_M) context.arc(x, y, pixels, 0, TAU);
    else this.trace(context, viewport, i, x);
    if (!hollow && filled) {
      context.fillStyle = faded(style.colour, strength);
      context.fill();
    }
    context.setLineDash(style.vague ? [5 * viewport.ratio, 4 * viewport.ratio] : []);
    context.lineWidth = viewport.ratio * (hollow ? 1.4 : 1);
    context.strokeStyle = faded(style.colour, Math.min(0.8, strength * 2.2 + 0.12));
    context.stroke();
    context.setLineDash([]);
  }

  /** A circle on the sphere by bearing and distance: away from the equator and at great size it is no circle on the map. */
  trace(context, viewport, i, x) {
    const { columns } = this, angle = columns.radius[i] / EARTH_RADIUS_M;
    const latitude = (columns.latitude(i) * Math.PI) / 180;
    for (let k = 0; k <= CIRCLE_POINTS; k++) {
      const bearing = (k * TAU) / CIRCLE_POINTS;
      const to = Math.asin(Math.sin(latitude) * Math.cos(angle) + Math.cos(latitude) * Math.sin(angle) * Math.cos(bearing));
      const east = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(latitude), Math.cos(angle) - Math.sin(latitude) * Math.sin(to));
      const steps = (0.5 - Math.log((1 + Math.sin(to)) / (1 - Math.sin(to))) / (4 * Math.PI)) * 2 ** 32;
      context.lineTo(x + (east / TAU) * 2 ** 32 * viewport.scale, viewport.y(steps));
    }
  }

  /** The smallest circle drawn around a point; a circle that fills the screen is met at its rim only. */
  pick(x, y, viewport) {
    const roomy = Math.min(viewport.width, viewport.height) / 3, rim = 6 * viewport.ratio;
    let best = null;
    for (const area of this.drawn) {
      const distance = Math.hypot(area.x - x, area.y - y);
      const met = area.pixels < roomy ? distance <= area.pixels : Math.abs(distance - area.pixels) <= rim;
      if (met && (!best || area.pixels < best.pixels)) best = area;
    }
    return best ? best.i : -1;
  }
}

/** How strongly an area is filled: a neighbourhood plainly, a province faintly. */
function areaStrength(metres) {
  return Math.max(0.05, Math.min(0.26, 0.26 - 0.075 * Math.log10(metres / 1000)));
}
