// The packed columns (format: columns.py) as typed arrays over one buffer: no object an event, so that millions fit.

const UNPLACED = 0xffffffff;
const FLAG = { claimed: 1, denied: 2, vagueDate: 4, contradicted: 8 };
const ARRAYS = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, f4: Float32Array };

class Columns {
  constructor(buffer, fingerprint) {
    const bytes = new Uint8Array(buffer);
    if (bytes.length < 8 || String.fromCharCode(...bytes.subarray(0, 4)) !== "EVT1") throw new Error("The events are not in the format this map reads.");
    const length = new DataView(buffer).getUint32(4, true);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    const base = 8 + length;
    this.fingerprint = fingerprint || "";
    this.header = header;
    this.n = header.n;
    this.factions = header.factions;
    const withControl = header.kinds.some((kind) => !kind.context);
    // Context is drawn apart from control; where there is nothing else, it is the subject and drawn in full.
    this.kinds = header.kinds.map((kind) => ({ ...kind, context: kind.context && withControl }));
    this.precisions = header.precisions;
    this.calendar = new Calendar(header.first_day, header.days);
    for (const column of header.columns) this[column.name] = new ARRAYS[column.dtype](buffer, base + column.offset, header.n);
    this.text = { bytes, base };
    this.dayStart = this.startOfDays(header.days);
    this.extent = this.findExtent();
    const { west, east, north, south } = this.extent || {};
    this.bounds = this.extent && [[latitudeOf(south), longitudeOf(west)], [latitudeOf(north), longitudeOf(east)]];
  }

  /** Index of the first row of each day: a range of days is a range of rows. */
  startOfDays(days) {
    const start = new Uint32Array(days + 1);
    const { day, n } = this;
    for (let i = 0; i < n; i++) start[day[i] + 1]++;
    for (let d = 0; d < days; d++) start[d + 1] += start[d];
    return start;
  }

  block(name) {
    const { bytes, base } = this.text;
    const where = this.header[name];
    if (!where) return null;
    return JSON.parse(new TextDecoder().decode(bytes.subarray(base + where.offset, base + where.offset + where.length)));
  }

  /** Place names are decoded when the first one is needed, not before the first paint. */
  placeName(i) {
    if (!this.names) this.names = this.block("names");
    return this.names[this.place[i]];
  }

  detail(i, column) {
    if (this.details === undefined) this.details = this.block("details");
    const texts = this.details && this.details[column];
    return (texts && texts[i]) || "";
  }

  isPlaced(i) {
    return this.y[i] !== UNPLACED;
  }
  longitude(i) {
    return longitudeOf(this.x[i]);
  }
  latitude(i) {
    return latitudeOf(this.y[i]);
  }
  geoPrecision(i) {
    return this.precisions.geo[this.precision[i] & 15] || "";
  }
  datePrecision(i) {
    return this.precisions.date[this.precision[i] >> 4] || "day";
  }

  /** West, east, north and south end of all placed events in Mercator steps; null without any. */
  findExtent() {
    let west = Infinity, east = -Infinity, north = Infinity, south = -Infinity;
    const { x, y, n } = this;
    for (let i = 0; i < n; i++) {
      if (y[i] === UNPLACED) continue;
      if (x[i] < west) west = x[i];
      if (x[i] > east) east = x[i];
      if (y[i] < north) north = y[i];
      if (y[i] > south) south = y[i];
    }
    return west === Infinity ? null : { west, east, north, south };
  }
}

const longitudeOf = (steps) => (steps / 2 ** 32 - 0.5) * 360;
const latitudeOf = (steps) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * steps) / 2 ** 32))) * 180) / Math.PI;

function bytesOfBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Inlined columns are gzipped; the dashboard's arrive inflated by the browser already. */
async function inflated(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.buffer.byteLength === bytes.length ? bytes.buffer : bytes.slice().buffer;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** What the page around this one has fetched for us while we were loaded, null without; taken once, so that it is kept only here. */
async function fetchedEarly(url) {
  try {
    const early = window.parent.eventsColumns;
    if (!early || early.url !== url) return null;
    delete window.parent.eventsColumns;
    return await early.content;
  } catch {
    return null; // a page of another origin
  }
}

/** Load columns from {inline: base64} or {url}. Errors are worded for the person who looks at the map. */
async function loadColumns(source) {
  if (source.inline) return new Columns(await inflated(bytesOfBase64(source.inline)), source.fingerprint);
  const early = await fetchedEarly(source.url);
  if (early) return new Columns(early, source.fingerprint);
  let answer;
  try {
    answer = await fetch(source.url, { credentials: "same-origin" });
  } catch {
    throw new Error("The events could not be fetched: the server does not answer.");
  }
  if (!answer.ok) throw new Error(`The events could not be fetched (${answer.status}). Reload the page.`);
  return new Columns(await inflated(new Uint8Array(await answer.arrayBuffer())), source.fingerprint);
}
