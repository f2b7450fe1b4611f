// Every look of a mark is drawn once, into a small canvas, and kept: as an image for few marks, as a list of pixels for many.

// Share of the full size by geo_precision, in the order of the header's list ("" first): the vaguer the place, the smaller the mark.
const SIZE_OF_PRECISION = [0.86, 1, 0.92, 0.86, 0.82, 0.78, 0.7, 0.64, 0.58];
const CONTEXT_SIZE = 0.62;
const CONTEXT_ALPHA = 0.62;

class Sprites {
  constructor(columns, palette) {
    this.columns = columns;
    this.palette = palette; // index of a faction's colour, and the colours
    this.kept = new Map();
    this.radius = 0;
    this.ratio = 0;
  }

  /** All sprites are of one size at a time: a change of zoom, screen or theme starts afresh. */
  reset(radius, ratio, theme) {
    if (radius === this.radius && ratio === this.ratio && theme === this.theme) return;
    Object.assign(this, { radius, ratio, theme });
    this.kept.clear();
  }

  key(i) {
    const { faction, kind, flags, precision } = this.columns;
    return ((this.palette.of[faction[i]] * 256 + kind[i]) * 8 + (flags[i] & 7)) * 16 + (precision[i] & 15);
  }

  of(i) {
    const key = this.key(i);
    let sprite = this.kept.get(key);
    if (!sprite) {
      sprite = this.make(i);
      this.kept.set(key, sprite);
    }
    return sprite;
  }

  style(i) {
    const { columns, palette, radius, theme } = this;
    const kind = columns.kinds[columns.kind[i]], flags = columns.flags[i];
    const size = SIZE_OF_PRECISION[columns.precision[i] & 15] || SIZE_OF_PRECISION[0];
    return {
      shape: kind.shape,
      colour: palette.colours[palette.of[columns.faction[i]]],
      r: radius * size * (kind.context ? CONTEXT_SIZE : 1),
      claimed: (flags & FLAG.claimed) !== 0,
      denied: (flags & FLAG.denied) !== 0,
      vague: (flags & FLAG.vagueDate) !== 0,
      context: kind.context,
      casing: theme === "dark" ? "#f4f5f6" : "#ffffff",
    };
  }

  make(i) {
    const style = this.style(i);
    const half = Math.min(MARGIN - 1, Math.ceil((style.r * 1.25 + 2) * this.ratio));
    const image = document.createElement("canvas");
    image.width = image.height = 2 * half + 1;
    const context = image.getContext("2d", { willReadFrequently: true });
    context.translate(half + 0.5, half + 0.5);
    context.scale(this.ratio, this.ratio);
    if (style.context) context.globalAlpha = CONTEXT_ALPHA;
    drawMark(context, style);
    return { image, half, r: style.r, pixels: null, stride: 0, offsets: null };
  }

  /** The sprite's pixels as offsets into a buffer of `stride` pixels a row, and their colours; the faint rim is left out. */
  stamp(i, stride) {
    const sprite = this.of(i);
    if (sprite.stride === stride) return sprite;
    const { image, half } = sprite, side = image.width;
    const source = new Uint32Array(image.getContext("2d").getImageData(0, 0, side, side).data.buffer);
    const offsets = [], colours = [];
    for (let at = 0; at < source.length; at++) {
      if (source[at] >>> 24 < 70) continue;
      offsets.push((Math.floor(at / side) - half) * stride + (at % side) - half);
      colours.push(source[at]);
    }
    if (!source[half * side + half]) { // the middle must count as covered, or every later mark there would be drawn again
      offsets.push(0);
      colours.push(0x01000000);
    }
    return Object.assign(sprite, { stride, offsets: Int32Array.from(offsets), pixels: Uint32Array.from(colours) });
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

/** Colours too dark for a dark ground are lightened just enough; all others stay as they are. */
function onDark(colour) {
  const [r, g, b] = rgb(colour).map((v) => (v / 255) ** 2.2);
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  if (luminance >= 0.12) return colour;
  const parts = blend(colour, "#ffffff", 0.38).match(/\d+/g).map(Number);
  return `#${parts.map((v) => v.toString(16).padStart(2, "0")).join("")}`;
}
