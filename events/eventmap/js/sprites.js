// Every look of a mark is drawn once, into a small canvas, and kept: as an image for few marks, as a list of pixels for many.

// Share of the full size by geo_precision, in the order of the header's list ("" first): the vaguer the place, the smaller the mark.
const SIZE_OF_PRECISION = [0.86, 1, 0.92, 0.86, 0.82, 0.78, 0.7, 0.64, 0.58];
const CONTEXT_SIZE = 0.62;
const CONTEXT_ALPHA = 0.62;
const CASING = { light: "#ffffff", dark: "#14181d" };

const FINE_FROM = 4.5; // CSS pixels: below this radius the precision of a place does not show in the size of its mark
const MOST_SETS = 6;
const SCRATCH_HALF = 40;

class Sprites {
  constructor(columns, palette) {
    this.columns = columns;
    this.palette = palette; // index of a faction's colour, and the colours
    this.sets = new Map(); // by size, screen and theme: going back to a zoom finds its sprites again
    this.version = 0;
    this.scratch = document.createElement("canvas");
    this.scratch.width = this.scratch.height = 2 * SCRATCH_HALF + 1;
    this.context = this.scratch.getContext("2d", { willReadFrequently: true });
  }

  /** All sprites drawn at one time are of one size. */
  reset(radius, ratio, theme) {
    if (radius === this.radius && ratio === this.ratio && theme === this.theme) return;
    Object.assign(this, { radius, ratio, theme, version: this.version + 1 });
    const name = `${radius} ${ratio} ${theme}`;
    if (!this.sets.has(name)) {
      if (this.sets.size >= MOST_SETS) this.sets.delete(this.sets.keys().next().value);
      this.sets.set(name, new Map());
    }
    this.kept = this.sets.get(name);
  }

  key(i) {
    const { faction, kind, flags, precision } = this.columns;
    const fine = this.radius < FINE_FROM ? 0 : precision[i] & 15;
    return ((this.palette.of[faction[i]] * 256 + kind[i]) * 8 + (flags[i] & 7)) * 16 + fine;
  }

  of(i) {
    const key = this.key(i);
    let sprite = this.kept.get(key);
    if (!sprite) {
      const style = this.style(i);
      sprite = { style, r: style.r, half: Math.min(MARGIN - 1, Math.ceil((style.r * 1.25 + 2) * this.ratio)), image: null, stride: 0, offsets: null, pixels: null };
      this.kept.set(key, sprite);
    }
    return sprite;
  }

  style(i) {
    const { columns, palette, radius, theme } = this;
    const kind = columns.kinds[columns.kind[i]], flags = columns.flags[i];
    const size = SIZE_OF_PRECISION[radius < FINE_FROM ? 1 : columns.precision[i] & 15] || SIZE_OF_PRECISION[0];
    return {
      shape: kind.shape,
      colour: palette.colours[palette.of[columns.faction[i]]],
      r: radius * size * (kind.context ? CONTEXT_SIZE : 1),
      claimed: (flags & FLAG.claimed) !== 0,
      denied: (flags & FLAG.denied) !== 0,
      vague: (flags & FLAG.vagueDate) !== 0,
      context: kind.context,
      casing: CASING[theme],
    };
  }

  paint(context, { style, half }) {
    context.save();
    context.translate(half + 0.5, half + 0.5);
    context.scale(this.ratio, this.ratio);
    if (style.context) context.globalAlpha = CONTEXT_ALPHA;
    drawMark(context, style);
    context.restore();
  }

  /** The sprite with its image, for drawing few marks. */
  withImage(i) {
    const sprite = this.of(i);
    if (sprite.image) return sprite;
    sprite.image = document.createElement("canvas");
    sprite.image.width = sprite.image.height = 2 * sprite.half + 1;
    this.paint(sprite.image.getContext("2d"), sprite);
    return sprite;
  }

  /** The sprite's pixels as offsets into a buffer of `stride` pixels a row, and their colours; the faint rim is left out. */
  stamp(i, stride) {
    const sprite = this.of(i);
    if (sprite.stride === stride) return sprite;
    const { half } = sprite, side = 2 * half + 1;
    this.context.clearRect(0, 0, side, side);
    this.paint(this.context, sprite);
    const source = new Int32Array(this.context.getImageData(0, 0, side, side).data.buffer);
    const offsets = [], colours = [];
    for (let at = 0; at < source.length; at++) {
      if (source[at] >= 0) continue; // less than half covered: opaque pixels are negative numbers
      offsets.push((Math.floor(at / side) - half) * stride + (at % side) - half);
      colours.push(source[at]);
    }
    if (source[half * side + half] >= 0) { // the middle must count as covered, or every older mark there would be drawn again
      offsets.push(0);
      colours.push(0x80ffffff | 0);
    }
    return Object.assign(sprite, { stride, offsets: Int32Array.from(offsets), pixels: Int32Array.from(colours) });
  }
}

/** A faction's place in the palette: factions that share a colour share sprites and histogram layers. */
function paletteOf(factions, theme) {
  const colours = [], of = new Uint8Array(factions.length);
  factions.forEach((faction, i) => {
    const colour = theme === "dark" ? onDark(faction.colour) : faction.colour;
    let at = colours.indexOf(colour);
    if (at < 0) at = colours.push(colour) - 1;
    of[i] = at;
  });
  return { colours, of };
}

const LEAST_LUMINANCE = 0.17; // three to one against the dark ground (WCAG 2.2, 1.4.11)

/** Colours too dark for a dark ground are lightened just enough; all others stay as they are. */
function onDark(colour) {
  for (let share = 0; ; share += 0.05) {
    const lighter = blend(colour, "#ffffff", share).match(/\d+/g).map(Number);
    const [r, g, b] = lighter.map((v) => (v / 255) ** 2.2);
    if (0.2126 * r + 0.7152 * g + 0.0722 * b < LEAST_LUMINANCE) continue;
    return `#${lighter.map((v) => v.toString(16).padStart(2, "0")).join("")}`;
  }
}
