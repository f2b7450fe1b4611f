// Colours of control as numbers, in the byte order of image data: every colour at every strength is made once, not once a place and day.

const SURENESS = [0.75, 0.5]; // confidence from which a hold is drawn strong, plain, else faint
const STRENGTHS = [0.78, 0.58, 0.4, 0.32, 0.15, 0.9]; // opacity: sure, fairly sure, hardly sure, unknown, pale, changed hands
const UNKNOWN_LEVEL = 3, PALE_LEVEL = 4, CHANGED_LEVEL = 5;
const BETWEEN_LINES = 0.3; // of the strength, between the lines of the hatching
const GREYS = { light: { fought: "#4b535e", unsure: "#8d95a0", ink: "#14181d" }, dark: { fought: "#9aa3ae", unsure: "#79828d", ink: "#ffffff" } };

/** How sure a confidence is: 0 high, 1 medium, 2 low. */
const sureness = (confidence) => (confidence >= SURENESS[0] ? 0 : confidence >= SURENESS[1] ? 1 : 2);

class ControlColours {
  /** Holders come first, by their index in the control data; then the greys, then whoever disputes a place and holds none. */
  constructor(data, columns, theme) {
    const { factions } = data.header, palette = paletteOf(columns.factions, theme);
    const own = new Map(columns.factions.map((faction, i) => [faction.name, palette.colours[palette.of[i]]]));
    this.greys = GREYS[theme];
    this.names = [...factions, "", ""];
    this.hex = [...factions.map((name) => (name === NOBODY_KNOWN ? this.greys.unsure : own.get(name) || OTHER)), this.greys.unsure, this.greys.fought];
    this.unsure = factions.length;
    this.fought = factions.length + 1;
    this.nobody = factions.indexOf(NOBODY_KNOWN);
    this.rival = this.rivals(data, columns, own);
    this.fill = this.numbers((alpha) => alpha);
    this.thin = this.numbers((alpha) => alpha * BETWEEN_LINES);
    this.rim = this.numbers((alpha) => Math.min(1, alpha + 0.14));
    this.ink = packed(this.greys.ink, 1);
    this.gap = packed(this.greys.ink, 0.12);
  }

  get size() {
    return this.hex.length;
  }

  /** For each contested spell who disputes it: the faction of the report that says so, if it is not the holder; else the grey. */
  rivals(data, columns, own) {
    const { spells, n, header } = data, rivals = new Uint16Array(n).fill(this.fought), index = new Map(header.factions.map((name, i) => [name, i]));
    for (let s = 0; s < n; s++) {
      const row = spells.set_by[s], faction = spells.status[s] === FOUGHT && row < columns.n ? columns.factions[columns.faction[row]] : null;
      if (!faction || faction.pseudo || faction.name === header.factions[spells.holder[s]]) continue;
      if (!index.has(faction.name)) {
        index.set(faction.name, this.hex.push(own.get(faction.name)) - 1);
        this.names.push(faction.name);
      }
      rivals[s] = index.get(faction.name);
    }
    return rivals;
  }

  /** Numbers of all colours at all strengths, strengths major. */
  numbers(opacity) {
    const found = new Uint32Array(STRENGTHS.length * this.size);
    STRENGTHS.forEach((alpha, level) => this.hex.forEach((hex, i) => (found[level * this.size + i] = packed(hex, opacity(alpha)))));
    return found;
  }
}

function packed(hex, alpha) {
  const [r, g, b] = rgb(hex);
  return ((Math.round(alpha * 255) << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
