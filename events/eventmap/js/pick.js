// What lies under the pointer: a grid over all places, so that the answer does not cost a look at every event.

const MOST_HITS = 100; // beyond, the tip says "100+ more"
const MOST_CANDIDATES = 60_000; // beyond, so much lies here that reading the newest rows first is quicker

class Grid {
  constructor(columns) {
    this.columns = columns;
    this.side = Math.max(8, Math.min(1024, Math.ceil(Math.sqrt(columns.n / 4))));
    const { west, east, north, south } = columns.extent || { west: 0, east: 0, north: 0, south: 0 };
    Object.assign(this, { west, north, width: east - west + 1, height: south - north + 1 });
    this.fill();
  }

  column(x) {
    return Math.max(0, Math.min(this.side - 1, Math.floor(((x - this.west) / this.width) * this.side)));
  }
  row(y) {
    return Math.max(0, Math.min(this.side - 1, Math.floor(((y - this.north) / this.height) * this.side)));
  }

  /** Counting sort: rows of a cell stand together, oldest first. */
  fill() {
    const { columns, side } = this, { x, y, n } = columns;
    const { west, north } = this, perX = side / this.width, perY = side / this.height, last = side - 1;
    const cell = new Uint32Array(n), start = new Uint32Array(side * side + 2);
    for (let i = 0; i < n; i++) {
      if (y[i] === UNPLACED) { cell[i] = side * side; continue; }
      const at = Math.min(last, ((y[i] - north) * perY) | 0) * side + Math.min(last, ((x[i] - west) * perX) | 0);
      cell[i] = at;
      start[at + 1]++;
    }
    for (let c = 0; c < side * side; c++) start[c + 1] += start[c];
    const next = start.slice(), order = new Uint32Array(start[side * side]);
    for (let i = 0; i < n; i++) if (cell[i] < side * side) order[next[cell[i]]++] = i;
    Object.assign(this, { start, order });
  }

  /** Runs of `order` that may hold rows of the box; two boxes where it crosses the edge of the world. */
  runs(x0, x1, y0, y1) {
    if (x1 < x0) return [...this.runs(x0, 2 ** 32 - 1, y0, y1), ...this.runs(0, x1, y0, y1)];
    if (x1 < this.west || x0 > this.west + this.width || y1 < this.north || y0 > this.north + this.height) return [];
    const found = [];
    for (let r = this.row(y0), last = this.row(y1); r <= last; r++) {
      const low = this.start[r * this.side + this.column(x0)], high = this.start[r * this.side + this.column(x1) + 1];
      if (high > low) found.push([low, high]);
    }
    return found;
  }
}

/** Shown rows within `reach` device pixels of a point, nearest spot first, newest first on a spot: {rows, more}. */
function pickMarks(grid, viewport, visibility, low, high, x, y, reach) {
  const { columns } = grid, { shown } = visibility;
  const runs = grid.runs(viewport.stepsX(x - reach), viewport.stepsX(x + reach), viewport.stepsY(y - reach), viewport.stepsY(y + reach));
  const hits = [], reach2 = reach * reach;
  const test = (i) => {
    if (i < low || i >= high || shown[i] === HIDDEN) return;
    const dx = viewport.x(columns.x[i]) - x, dy = viewport.y(columns.y[i]) - y, d = dx * dx + dy * dy;
    if (d <= reach2) hits.push({ i, d });
  };
  const candidates = runs.reduce((sum, [a, b]) => sum + b - a, 0);
  if (candidates <= MOST_CANDIDATES) for (const [a, b] of runs) for (let k = a; k < b; k++) test(grid.order[k]);
  else for (let i = high - 1; i >= low && hits.length <= 4 * MOST_HITS; i--) if (columns.isPlaced(i)) test(i);
  if (!hits.length) return { rows: [], more: 0 };
  return spotOf(hits, viewport, columns);
}

/** Of all hits, those on the spot of the nearest (newest among equals), newest first. */
function spotOf(hits, viewport, columns) {
  const slack = (1.5 * viewport.ratio) ** 2;
  let nearest = hits[0];
  for (const hit of hits) if (hit.d < nearest.d - slack || (Math.abs(hit.d - nearest.d) <= slack && hit.i > nearest.i)) nearest = hit;
  const x = viewport.x(columns.x[nearest.i]), y = viewport.y(columns.y[nearest.i]), same = 2.5 * viewport.ratio;
  const rows = hits
    .filter(({ i }) => Math.abs(viewport.x(columns.x[i]) - x) <= same && Math.abs(viewport.y(columns.y[i]) - y) <= same)
    .map(({ i }) => i)
    .sort((a, b) => b - a);
  return { rows: rows.slice(0, MOST_HITS), more: rows.length - 1 };
}
