// Two ways to draw the same marks: as images for few of them, as pixels for many.

const DETAILED = 2500; // up to this many marks in view they are drawn as images, with counts where they coincide

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
    const { context } = this, { shown } = visibility, at = positions.at;
    const spots = new Map();
    for (let i = high - 1; i >= low; i--) {
      if (shown[i] === HIDDEN || at[i] < 0) continue;
      const spot = spots.get(at[i]);
      if (!spot) spots.set(at[i], { top: i, count: 1 });
      else {
        spot.count++;
        if (shown[i] === CONTROL && shown[spot.top] === CONTEXT) spot.top = i;
      }
    }
    context.clearRect(0, 0, viewport.width, viewport.height);
    const drawn = [...spots.entries()].sort(([, a], [, b]) => shown[b.top] - shown[a.top] || a.top - b.top);
    for (const [position, { top }] of drawn) {
      const sprite = sprites.of(top);
      context.drawImage(sprite.image, (position % viewport.stride) - MARGIN - sprite.half, Math.floor(position / viewport.stride) - MARGIN - sprite.half);
    }
    if (sprites.radius >= 5) for (const [position, { top, count }] of drawn) if (count > 1) this.badge(viewport, position, sprites.of(top), count);
    return drawn.length;
  }

  badge(viewport, position, sprite, count) {
    const { context } = this, ratio = viewport.ratio;
    const text = count > 99 ? "99+" : String(count);
    const x = (position % viewport.stride) - MARGIN + sprite.r * 0.95 * ratio, y = Math.floor(position / viewport.stride) - MARGIN - sprite.r * 0.95 * ratio;
    context.font = `600 ${8.5 * ratio}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const width = Math.max(11 * ratio, context.measureText(text).width + 5 * ratio), height = 11 * ratio;
    context.beginPath();
    context.roundRect(x - width / 2, y - height / 2, width, height, height / 2);
    context.fillStyle = "#22272e";
    context.fill();
    context.lineWidth = ratio;
    context.strokeStyle = "#fff";
    context.stroke();
    context.fillStyle = "#fff";
    context.fillText(text, x, y + 0.5 * ratio);
  }
}

class StampedMarks {
  constructor(canvas) {
    this.context = canvas.getContext("2d");
    this.image = null;
  }

  buffer(viewport) {
    if (!this.image || this.image.width !== viewport.stride || this.image.height !== viewport.rows) {
      this.image = new ImageData(viewport.stride, viewport.rows);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    return this.pixels;
  }

  /** Newest first, leaving out a mark whose middle is covered: the cost is that of the pixels seen, not of the events. */
  draw(viewport, positions, visibility, sprites, low, high) {
    const buffer = this.buffer(viewport);
    buffer.fill(0);
    let drawn = 0;
    if (visibility.any.control) drawn += this.layer(buffer, viewport.stride, positions.at, visibility.shown, sprites, low, high, CONTROL);
    if (visibility.any.context) drawn += this.layer(buffer, viewport.stride, positions.at, visibility.shown, sprites, low, high, CONTEXT);
    this.context.putImageData(this.image, -MARGIN, -MARGIN);
    return drawn;
  }

  layer(buffer, stride, at, shown, sprites, low, high, rank) {
    let drawn = 0;
    for (let i = high - 1; i >= low; i--) {
      const position = at[i];
      if (position < 0 || shown[i] !== rank || buffer[position] !== 0) continue;
      drawn++;
      const { offsets, pixels } = sprites.stamp(i, stride);
      for (let k = 0; k < offsets.length; k++) {
        const pixel = position + offsets[k];
        if (buffer[pixel] === 0) buffer[pixel] = pixels[k];
      }
    }
    return drawn;
  }
}
