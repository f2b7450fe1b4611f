// Which place each pixel shows: every area filled once a view, the small over the large, so that a step in time only has to look colours up.

const MOST_PIXELS = 2_000_000; // beyond, the picture is drawn coarser and stretched
const LEAST_PX = 5; // an area smaller than this on the screen is drawn as a dot of this size, in CSS pixels
const EDGE = 4, PLACE_SHIFT = 3; // code of a pixel: (place + 1) << 3 | edge; the two lowest bits are free for the hatching

class AreaRaster {
  constructor(data) {
    this.data = data;
    const { size, y } = data.areas;
    this.largestFirst = Uint32Array.from(Array.from(size.keys()).filter((p) => y[p] !== NOWHERE).sort((a, b) => size[b] - size[a] || a - b));
    this.beneath = new Int32Array(data.places).fill(-1); // the place that shows where this one has no report yet
    this.pixels = new Uint32Array(data.places);
    this.codes = null;
  }

  prepare(viewport) {
    const shrink = Math.min(1, Math.sqrt(MOST_PIXELS / Math.max(1, viewport.width * viewport.height)));
    const width = Math.max(1, Math.round(viewport.width * shrink)), height = Math.max(1, Math.round(viewport.height * shrink));
    if (!this.codes || this.codes.length !== width * height) this.codes = new Int32Array(width * height);
    else this.codes.fill(0);
    if (height !== this.height) Object.assign(this, { head: new Int32Array(height).fill(-1), next: new Int32Array(256), across: new Float64Array(256) });
    Object.assign(this, { viewport, width, height, ratio: (viewport.ratio * width) / viewport.width });
    this.scale = (viewport.scale * width) / viewport.width; // pixels a step of 2 ** -32
    this.unit = this.scale * 2 ** this.data.shift; // pixels a step of the vertices
    this.centre = viewport.stepsX(viewport.width / 2);
    this.pixels.fill(0);
    for (const p of this.largestFirst) this.place(p);
    this.edges();
  }

  /** Pixels of a place's corner: the copy of the world nearest to the middle of the screen. */
  corner(p) {
    const { x, y, wide } = this.data.areas, half = (wide[p] / 2) * 2 ** this.data.shift;
    const fromCentre = (x[p] + half - this.centre) | 0;
    return [(fromCentre - half) * this.scale + this.width / 2, (y[p] - this.viewport.top / this.viewport.scale) * this.scale];
  }

  place(p) {
    const { wide, high } = this.data.areas, [left, top] = this.corner(p), { unit } = this;
    const right = left + wide[p] * unit, bottom = top + high[p] * unit, least = LEAST_PX * this.ratio;
    const reach = least / 2;
    if (right < -reach || bottom < -reach || left > this.width + reach || top > this.height + reach) return;
    this.look(p, (left + right) / 2, (top + bottom) / 2);
    if (right - left < least && bottom - top < least) this.dot(p, (left + right) / 2, (top + bottom) / 2, reach);
    else this.fill(p, left, top);
  }

  /** Remember what lies beneath: the place it lies in, else whatever is there already at its middle. */
  look(p, x, y) {
    const around = this.data.spells.lies_in[p];
    if (around !== NOWHERE) this.beneath[p] = around;
    else if (x >= 0 && y >= 0 && x < this.width && y < this.height) this.beneath[p] = (this.codes[Math.floor(y) * this.width + Math.floor(x)] >> PLACE_SHIFT) - 1;
  }

  dot(p, x, y, radius) {
    for (let row = Math.max(0, Math.ceil(y - radius - 0.5)); row < this.height && row + 0.5 <= y + radius; row++) {
      const half = Math.sqrt(Math.max(0, radius * radius - (row + 0.5 - y) ** 2));
      this.span(p, row, x - half, x + half);
    }
  }

  /** Scan-line filling by the even-odd rule (Foley and others, Computer Graphics, 1990, 3.6). */
  fill(p, left, top) {
    const { ring, point, dx, dy } = this.data.areas, { unit, height, head } = this;
    this.used = 0;
    let low = height, high = -1;
    for (let r = ring[p], x = 0, y = 0; r < ring[p + 1]; r++) {
      x = left;
      y = top;
      const from = point[r], to = point[r + 1];
      let firstX = 0, firstY = 0;
      for (let k = from; k <= to; k++) {
        const oldX = x, oldY = y;
        if (k < to) {
          x += dx[k] * unit;
          y += dy[k] * unit;
        } else [x, y] = [firstX, firstY];
        if (k === from) [firstX, firstY] = [x, y];
        else {
          const a = Math.max(0, Math.ceil(Math.min(oldY, y) - 0.5)), b = Math.min(height - 1, Math.ceil(Math.max(oldY, y) - 0.5) - 1);
          if (b < a) continue;
          const slope = (x - oldX) / (y - oldY);
          for (let row = a; row <= b; row++) this.cross(row, oldX + (row + 0.5 - oldY) * slope);
          if (a < low) low = a;
          if (b > high) high = b;
        }
      }
    }
    for (let row = low; row <= high; row++) {
      for (let at = head[row]; at >= 0 && this.next[at] >= 0; at = this.next[this.next[at]]) this.span(p, row, this.across[at], this.across[this.next[at]]);
      head[row] = -1;
    }
  }

  /** Put a crossing into its row's list, in order from left to right. */
  cross(row, x) {
    if (this.used === this.next.length) this.grow();
    const { head, next, across } = this, entry = this.used++;
    across[entry] = x;
    let before = -1, at = head[row];
    while (at >= 0 && across[at] < x) {
      before = at;
      at = next[at];
    }
    next[entry] = at;
    if (before < 0) head[row] = entry;
    else next[before] = entry;
  }

  grow() {
    const next = new Int32Array(2 * this.next.length), across = new Float64Array(2 * this.across.length);
    next.set(this.next);
    across.set(this.across);
    Object.assign(this, { next, across });
  }

  /** Pixels whose middle lies between two crossings. */
  span(p, row, from, to) {
    const a = Math.max(0, Math.ceil(from - 0.5)), b = Math.min(this.width, Math.ceil(to - 0.5)), base = row * this.width, code = (p + 1) << PLACE_SHIFT;
    if (b <= a) return;
    this.pixels[p] += b - a;
    const { codes } = this;
    if (b - a > 24) codes.fill(code, base + a, base + b);
    else for (let i = base + a; i < base + b; i++) codes[i] = code;
  }

  /** Mark the pixels beside another place, so that borders cost nothing later. */
  edges() {
    const { codes, width, height } = this;
    for (let row = 0, i = 0; row < height; row++) {
      for (let column = 0; column < width; column++, i++) {
        const code = codes[i] & ~EDGE;
        if (column + 1 < width && (codes[i + 1] & ~EDGE) !== code) {
          if (code) codes[i] |= EDGE;
          if (codes[i + 1]) codes[i + 1] |= EDGE;
        }
        if (row + 1 < height && (codes[i + width] & ~EDGE) !== code) {
          if (code) codes[i] |= EDGE;
          if (codes[i + width]) codes[i + width] |= EDGE;
        }
      }
    }
  }

  /** The place under a point in device pixels of the screen, -1 for none; `spell` tells which have a report yet. */
  pick(x, y, spell) {
    const column = Math.floor((x * this.width) / this.viewport.width), row = Math.floor((y * this.height) / this.viewport.height);
    if (!this.codes || column < 0 || row < 0 || column >= this.width || row >= this.height) return -1;
    return this.shown((this.codes[row * this.width + column] >> PLACE_SHIFT) - 1, spell);
  }

  /** The place itself, or the first beneath it that has a report. */
  shown(p, spell) {
    for (let steps = 0; p >= 0 && spell[p] < 0 && steps < 16; steps++) p = this.beneath[p];
    return p >= 0 && spell[p] >= 0 ? p : -1;
  }

  /** The outline of a place as a path in device pixels of the screen. */
  outline(p) {
    const path = new Path2D(), { ring, point, dx, dy, y: tops, wide, high } = this.data.areas;
    if (tops[p] === NOWHERE) return path;
    const grow = this.viewport.width / this.width, [left, top] = this.corner(p), least = LEAST_PX * this.ratio;
    if (wide[p] * this.unit < least && high[p] * this.unit < least) {
      path.arc((left + (wide[p] * this.unit) / 2) * grow, (top + (high[p] * this.unit) / 2) * grow, (least / 2) * grow, 0, TAU);
      return path;
    }
    for (let r = ring[p]; r < ring[p + 1]; r++) {
      for (let k = point[r], x = left, y = top; k < point[r + 1]; k++) {
        x += dx[k] * this.unit;
        y += dy[k] * this.unit;
        if (k === point[r]) path.moveTo(x * grow, y * grow);
        else path.lineTo(x * grow, y * grow);
      }
      path.closePath();
    }
    return path;
  }
}
