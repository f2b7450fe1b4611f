// Control over time (format: control_columns.py): who held each place from when to when, the reports behind it, and each place's ground.

const NO_DAY = 0xffff, NOWHERE = 0xffffffff;
const HELD = 0, FOUGHT = 1, UNSURE = 2; // held, contested, unknown
const NOBODY_KNOWN = "unknown";

class ControlData {
  constructor(buffer, fingerprint) {
    const bytes = new Uint8Array(buffer);
    if (magicOf(bytes, 0) !== "CTM1") throw new Error("The control data are not in the format this map reads.");
    const length = new DataView(buffer).getUint32(4, true);
    const spells = readColumns(buffer, 8, "CTL1", (offset) => 8 + offset);
    const begin = (8 + length + 7) & ~7;
    const areas = readColumns(buffer, begin, "ARE1", (offset, head) => head + offset);
    Object.assign(this, { fingerprint: fingerprint || "", header: spells.header, spells: spells.columns, areas: areas.columns, shift: areas.header.shift });
    this.places = this.header.places;
    this.n = this.header.n;
    if (areas.header.n !== this.places) throw new Error("The control data are damaged: places and areas differ in number.");
    this.how = areas.header.how;
    this.text = bytes.subarray(8 + this.header.names.offset, 8 + this.header.names.offset + this.header.names.length);
    this.firstTime = Date.parse(`${this.header.first_day}T00:00:00Z`);
    this.index();
  }

  /** Where each place's spells begin, and for each report what holds of it and those before it in its spell. */
  index() {
    const { spells, places, n, header } = this;
    this.first = new Uint32Array(places + 1);
    for (let s = 0; s < n; s++) this.first[spells.place[s] + 1]++;
    for (let p = 0; p < places; p++) this.first[p + 1] += this.first[p];
    this.best = new Float64Array(header.reports); // base-2 logarithm of confidence, moved to day 0: larger is surer on any day
    this.latest = new Int32Array(header.reports); // the last day spoken of
    this.onlyClaims = new Uint8Array(header.reports);
    for (let s = 0; s < n; s++) this.run(s);
    this.fade = Float64Array.from({ length: NO_DAY + 1 }, (_, age) => 2 ** (-age / header.half_life_days));
    this.inner = this.byDepth();
  }

  run(s) {
    const { report_confidence: confidence, report_day: day, report_claimed: claimed } = this.spells, { half_life_days: half } = this.header;
    let best = -Infinity, latest = -1, only = 1;
    for (let r = this.spells.report[s], end = this.endOf("report", s); r < end; r++) {
      best = Math.max(best, Math.log2(confidence[r]) + day[r] / half);
      latest = Math.max(latest, day[r]);
      only &= claimed[r];
      this.best[r] = best;
      this.latest[r] = latest;
      this.onlyClaims[r] = only;
    }
  }

  /** One past the last of a spell's reports or sieges. */
  endOf(what, s) {
    if (s + 1 < this.n) return this.spells[what][s + 1];
    return what === "report" ? this.header.reports : this.header.sieges;
  }

  /** Places that lie in others: towns before their quarters; bad data that make a circle end it. */
  byDepth() {
    const { lies_in: around } = this.spells, depth = new Uint8Array(this.places);
    for (let p = 0; p < this.places; p++) for (let at = around[p]; at !== NOWHERE && depth[p] < 255; at = around[at]) depth[p]++;
    return Uint32Array.from(Array.from(depth.keys()).filter((p) => depth[p]).sort((a, b) => depth[a] - depth[b] || a - b));
  }

  /** Days from the events' first day to the first day of control. */
  offset(calendar) {
    return Math.round((this.firstTime - calendar.first) / DAY_MS);
  }

  names(place) {
    if (!this.labels) this.labels = JSON.parse(new TextDecoder().decode(this.text));
    const [id, name, admin] = this.labels[place];
    return { id, name, admin };
  }

  /** Index of a place by its id, -1 for none. */
  find(id) {
    if (!id) return -1;
    if (!this.byId) {
      this.names(0);
      this.byId = new Map(this.labels.map(([label], index) => [label, index]));
    }
    return this.byId.has(id) ? this.byId.get(id) : -1;
  }
}

const magicOf = (bytes, at) => String.fromCharCode(...bytes.subarray(at, at + 4));

/** Lay typed arrays over one block of a file: `place(offset, end of header)` says where a column begins. */
function readColumns(buffer, begin, magic, place) {
  const bytes = new Uint8Array(buffer);
  if (magicOf(bytes, begin) !== magic) throw new Error("The control data are not in the format this map reads.");
  const length = new DataView(buffer).getUint32(begin + 4, true), head = begin + 8 + length;
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(begin + 8, head))), columns = {}, types = { ...ARRAYS, i4: Int32Array };
  for (const { name, dtype, offset, length: count } of header.columns) columns[name] = new types[dtype](buffer, place(offset, head), count);
  return { header, columns };
}

/** Load control from {inline: base64} or {url}. */
async function loadControl({ inline, url, fingerprint }) {
  if (inline) return new ControlData(await inflated(bytesOfBase64(inline)), fingerprint);
  let answer;
  try {
    answer = await fetch(url, { credentials: "same-origin" });
  } catch {
    throw new Error("Who holds what could not be fetched: the server does not answer.");
  }
  if (!answer.ok) throw new Error(`Who holds what could not be fetched (${answer.status}). Reload the page.`);
  return new ControlData(await inflated(new Uint8Array(await answer.arrayBuffer())), fingerprint);
}
