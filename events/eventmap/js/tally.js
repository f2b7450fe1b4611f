// Counts for any range of rows without reading the range: running totals at checkpoints, and the few rows from there.

const CHECKPOINTS = 1024;
const LEAST_STEP = 512;
const MOST_TOTALS = 4_000_000; // with very many factions the checkpoints stand further apart

class Tally {
  constructor(codes, size) {
    this.codes = codes;
    this.size = size;
    this.step = Math.max(LEAST_STEP, Math.ceil(codes.length / CHECKPOINTS), Math.ceil((codes.length * size) / MOST_TOTALS));
    this.totals = new Uint32Array((Math.floor(codes.length / this.step) + 1) * size);
    this.shown = null;
  }

  build(shown) {
    const { codes, size, step, totals } = this;
    const running = new Uint32Array(size);
    this.shown = shown;
    for (let at = 0, point = 0; at <= codes.length; at += step, point++) {
      totals.set(running, point * size);
      const end = Math.min(at + step, codes.length);
      for (let i = at; i < end; i++) if (shown[i]) running[codes[i]]++;
    }
  }

  /** Add (sign 1) or take away (sign -1) the counts of rows [0, end). */
  accumulate(end, sign, counts) {
    const { codes, size, step, totals, shown } = this;
    const point = Math.floor(end / step);
    for (let k = 0; k < size; k++) counts[k] += sign * totals[point * size + k];
    for (let i = point * step; i < end; i++) if (shown[i]) counts[codes[i]] += sign;
  }

  between(low, high) {
    const counts = new Int32Array(this.size);
    this.accumulate(high, 1, counts);
    this.accumulate(low, -1, counts);
    return counts;
  }
}

/** Shown events by day and colour, days major: what the histogram stacks. */
function stackByDay(columns, shown, colourOf, colours) {
  const { day, faction, n, calendar } = columns;
  const stack = new Uint32Array(calendar.days * colours);
  for (let i = 0; i < n; i++) if (shown[i]) stack[day[i] * colours + colourOf[faction[i]]]++;
  return stack;
}
