// Two ways to draw the same marks: as images for few of them, as pixels for many.

const DETAILED = 2500; // up to this many marks in view they are drawn as images, with counts where they coincide

const BADGE = { light: { paper: "#ffffff", ink: "#22272e", line: "#8b939e" }, dark: { paper: "#14181d", ink: "#eceff2", line: "#6b747f" } };

/** Mark radius in CSS pixels by how many marks one may expect on the screen. */
function radiusFor(expected) {
  if (expected <= 400) return 7;
  if (expected <= 1200) return 6;
  if (expected <= DETAILED) return 5;
  if (expected <= 20_000) return 4;
  return expected <= 300_000 ? 3.2 : 2.6;
}

class DetailedMarks {
  constructor(canvas) {
    this.context = canvas.getContext("2d");
  }

  /** Newest on top; of marks on the same spot only the newest, with their number. */
  draw(viewport, positions, visibility, sprites, low, high) {
    const { context } = this, { shown } = visibility, { rows, at } = positions, [from, to] = positions.between(low, high);
    const spots = new Map();
    for (let k = to - 1; k >= from; k--) {
      const i = rows[k];
      if (shown[i] === HIDDEN) continue;
      const spot = spots.get(at[k]);
      if (!spot) spots.set(at[k], { top: i, count: 1 });
      else {
        spot.count++;
        if (shown[i] === CONTROL && shown[spot.top] === CONTEXT) spot.top = i;
      }
    }
    context.clearRect(0, 0, viewport.width, viewport.height);
    const drawn = [...spots.entries()].sort(([, a], [, b]) => shown[b.top] - shown[a.top] || a.top - b.top);
    for (const [position, { top }] of drawn) {
      const sprite = sprites.withImage(top);
      context.drawImage(sprite.image, (position % viewport.stride) - MARGIN - sprite.half, Math.floor(position / viewport.stride) - MARGIN - sprite.half);
    }
    if (sprites.radius >= 5) for (const [position, { top, count }] of drawn) if (count > 1) this.badge(viewport, position, sprites.of(top), count, sprites.theme);
    return drawn.length;
  }

  badge(viewport, position, sprite, count, theme) {
    const { context } = this, ratio = viewport.ratio;
    const text = count > 99 ? "99+" : String(count);
    const away = Math.max(sprite.r * 0.95, 6) * ratio;
    const x = (position % viewport.stride) - MARGIN + away, y = Math.floor(position / viewport.stride) - MARGIN - away;
    context.font = `600 ${8.5 * ratio}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const width = Math.max(11 * ratio, context.measureText(text).width + 5 * ratio), height = 11 * ratio;
    context.beginPath();
    context.roundRect(x - width / 2, y - height / 2, width, height, height / 2);
    const { paper, ink, line } = BADGE[theme];
    context.fillStyle = paper;
    context.fill();
    context.lineWidth = 0.75 * ratio;
    context.strokeStyle = line;
    context.stroke();
    context.fillStyle = ink;
    context.fillText(text, x, y + 0.5 * ratio);
  }
}

const MOST_ADDED = 20_000; // more new rows than this are quicker drawn with all others

class StampedMarks {
  constructor(canvas) {
    this.context = canvas.getContext("2d");
    this.image = null;
    this.last = null; // what the buffer shows
  }

  buffer(viewport) {
    if (!this.image || this.image.width !== viewport.stride || this.image.height !== viewport.rows) {
      this.image = new ImageData(viewport.stride, viewport.rows);
      this.pixels = new Int32Array(this.image.data.buffer);
      this.last = null;
    }
    return this.pixels;
  }

  /** Draw rows [low, high); `exact` redraws all even where only newer rows have come. */
  draw(viewport, positions, visibility, sprites, low, high, exact) {
    const buffer = this.buffer(viewport), { last } = this;
    const same = last && last.viewport === viewport && last.version === visibility.version && last.sprites === sprites.version && last.low === low;
    const both = visibility.any.control && visibility.any.context;
    if (same && !exact && !both && high >= last.high && high - last.high <= MOST_ADDED) {
      this.add(buffer, viewport.stride, positions, visibility.shown, sprites, last.high, high);
    } else {
      buffer.fill(0);
      if (visibility.any.control) this.layer(buffer, viewport.stride, positions, visibility.shown, sprites, low, high, CONTROL);
      if (visibility.any.context) this.layer(buffer, viewport.stride, positions, visibility.shown, sprites, low, high, CONTEXT);
    }
    this.added = Boolean(same && !exact && !both && high > last.high);
    this.last = { viewport, version: visibility.version, sprites: sprites.version, low, high };
    this.context.putImageData(this.image, -MARGIN, -MARGIN);
  }

  /** Newest first, leaving out a mark whose middle is covered: the cost is that of the pixels seen, not of the events. */
  layer(buffer, stride, positions, shown, sprites, low, high, rank) {
    const { rows, at } = positions, [from, to] = positions.between(low, high);
    for (let m = to - 1; m >= from; m--) {
      const position = at[m];
      if (buffer[position] !== 0 || shown[rows[m]] !== rank) continue;
      const { offsets, pixels } = sprites.stamp(rows[m], stride);
      for (let k = 0; k < offsets.length; k++) {
        const pixel = position + offsets[k], old = buffer[pixel];
        buffer[pixel] = old | (pixels[k] & ~(old >> 31)); // only where nothing is yet; stamped pixels have their highest bit set
      }
    }
  }

  /** Newer rows on top of what is there: all that a step forward in time needs. */
  add(buffer, stride, positions, shown, sprites, low, high) {
    const { rows, at } = positions, [from, to] = positions.between(low, high);
    for (let m = from; m < to; m++) {
      if (shown[rows[m]] === HIDDEN) continue;
      const { offsets, pixels } = sprites.stamp(rows[m], stride);
      for (let k = 0; k < offsets.length; k++) buffer[at[m] + offsets[k]] = pixels[k];
    }
  }
}
