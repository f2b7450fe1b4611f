// Which rows pass the filters (one byte a row), and which range of rows the time and window select.

const HIDDEN = 0, CONTROL = 1, CONTEXT = 2;

class Visibility {
  constructor(columns) {
    this.columns = columns;
    this.shown = new Uint8Array(columns.n); // HIDDEN, CONTROL or CONTEXT: the painters draw context below control
    this.factions = null; // chosen names; null: all
    this.kinds = null;
    this.rows = null; // bitset of rows that a search found; null: all
    this.since = "";
    this.until = "";
    this.version = 0;
    this.any = { control: false, context: false };
    this.countPlaced();
  }

  /** Rows without a place are never shown; how many there are with one, by day, faction and kind. */
  countPlaced() {
    const { y, day, faction, kind, n, calendar } = this.columns, unplaced = [];
    const before = new Uint32Array(calendar.days + 1);
    this.totals = { factions: new Uint32Array(this.columns.factions.length), kinds: new Uint32Array(this.columns.kinds.length) };
    for (let i = 0; i < n; i++) {
      if (y[i] === UNPLACED) {
        unplaced.push(i);
        continue;
      }
      before[day[i] + 1]++;
      this.totals.factions[faction[i]]++;
      this.totals.kinds[kind[i]]++;
    }
    for (let d = 0; d < calendar.days; d++) before[d + 1] += before[d];
    this.unplaced = Uint32Array.from(unplaced);
    this.placedBefore = before;
    this.placedCount = before[calendar.days];
  }

  /** Placed events in the window that ends on `day`, whatever the filters. */
  placedUpTo(day, window) {
    return this.placedBefore[day + 1] - this.placedBefore[window > 0 ? Math.max(0, day + 1 - window) : 0];
  }

  isFactionOn(name) {
    return this.factions === null || this.factions.has(name);
  }
  isKindOn(name) {
    return this.kinds === null || this.kinds.has(name);
  }

  compute() {
    const { faction, kind, n, factions, kinds } = this.columns;
    const { shown, rows } = this;
    const factionOn = Uint8Array.from(factions, (f) => (this.isFactionOn(f.name) ? 1 : 0));
    const rank = Uint8Array.from(kinds, (k) => (this.isKindOn(k.name) ? (k.context ? CONTEXT : CONTROL) : HIDDEN));
    if (rows) {
      for (let i = 0; i < n; i++) shown[i] = rank[kind[i]] * (factionOn[faction[i]] & (rows[i >> 3] >> (i & 7)) & 1);
    } else {
      for (let i = 0; i < n; i++) shown[i] = rank[kind[i]] * factionOn[faction[i]];
    }
    for (const i of this.unplaced) shown[i] = HIDDEN;
    this.version++;
    this.any = { control: rank.includes(CONTROL), context: rank.includes(CONTEXT) };
  }

  /** Rows [low, high) of the days up to `day`, not before the last `window` days (0: all) and within the date range. */
  range(day, window) {
    const { dayStart, calendar } = this.columns;
    const first = Math.max(window > 0 ? day + 1 - window : 0, calendar.offset(this.since, 0), 0);
    const last = Math.min(day, calendar.offset(this.until, calendar.days - 1));
    if (last < first) return [0, 0];
    return [dayStart[Math.min(first, calendar.days)], dayStart[last + 1]];
  }

  /** The next shown, placed row after `i` (or before it), in time; -1 when there is none. */
  neighbour(i, step) {
    const [low, high] = this.range(this.columns.calendar.days - 1, 0);
    const { shown, columns } = this;
    for (let at = step > 0 ? Math.max(i + 1, low) : Math.min(i - 1, high - 1); at >= low && at < high; at += step) {
      if (shown[at] !== HIDDEN && columns.isPlaced(at)) return at;
    }
    return -1;
  }
}

/** Names as a Set, or null for all; names the data does not have are kept, so that a view comes back as it was sent. */
const chosenNames = (names) => (names === null || names === undefined ? null : new Set(names));
const sortedNames = (set) => (set === null ? null : [...set].sort());
