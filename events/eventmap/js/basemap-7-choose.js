// Chooses which names to write and where: the weighty first, none over another, few enough to stay calm.
(function () {
  "use strict";

  const base = (L.OfflineBasemap = L.OfflineBasemap || {});
  const CELLS = 128; // places are kept in cells, CELLS to a side of the world
  const EVERY = 11000; // CSS pixels of map for each name, on average at most
  const GREAT = 60; // the weight of a city of a million
  const ABOVE = 13; // a place this much above the least that is shown comes before the names of regions

  // Least weight worth a name by zoom: ten times the decimal logarithm of the inhabitants (0: unknown), and something for renown.
  const LEAST = [[2, 70], [3, 63], [4, 57], [5, 51], [6, 44], [7, 40], [8, 34], [9, 28], [10, 20], [10.5, 0]];

  // Cells of place numbers, largest place first.
  base.indexPlaces = function (layer) {
    const { xy, count, columns } = layer;
    const cells = new Map();
    for (let i = 0; i < count; i++) {
      const key = cell(xy[2 * i]) * CELLS + cell(xy[2 * i + 1]);
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(i);
    }
    const weight = (i) => columns.weight[i] + (columns.capital[i] ? 10 : 0);
    for (const list of cells.values()) list.sort((a, b) => weight(b) - weight(a) || a - b);
    layer.cells = cells;
    layer.weight = weight;
  };

  const cell = (units) => Math.max(0, Math.min(CELLS - 1, Math.floor((units / base.WORLD) * CELLS)));

  // view: {x, y: grid units of the corner, width, height: CSS pixels, zoom}. measure(text, kind, size) -> width in CSS pixels.
  // Returns [{text, kind, size, x, y, align, lines, dot}], positions in CSS pixels from the corner.
  base.chooseNames = function (layers, view, measure) {
    const room = new Room(view, measure);
    const by = (name) => layers.filter((layer) => layer.name === name);
    const candidates = by("places").flatMap((layer) => visiblePlaces(layer, view));
    candidates.sort((a, b) => b.weight - a.weight || a.text.localeCompare(b.text) || a.x - b.x);
    for (const layer of by("country_names")) countries(layer, view, room);
    const first = Math.min(GREAT, base.ramp(view.zoom, LEAST) + ABOVE);
    candidates.filter((place) => place.weight >= first).forEach((place) => room.place(place));
    for (const layer of by("region_names")) insides(layer, view, room, "region", view.zoom >= 5.4 && view.zoom < 10.5 ? 0.85 : Infinity);
    candidates.filter((place) => place.weight < first).forEach((place) => room.place(place));
    for (const layer of by("lake_names")) insides(layer, view, room, "lake", view.zoom >= 4 ? 0.9 : Infinity);
    return room.names;
  };

  function* copies(x, view) {
    const perUnit = 2 ** (view.zoom - 13);
    for (const shift of [-base.WORLD, 0, base.WORLD]) {
      const at = (x + shift - view.x) * perUnit;
      if (at > -40 && at < view.width + 40) yield at;
    }
  }

  function visiblePlaces(layer, view) {
    if (!layer.cells) base.indexPlaces(layer);
    const perUnit = 2 ** (view.zoom - 13), least = base.ramp(view.zoom, LEAST), found = [];
    const from = view.x, to = view.x + view.width / perUnit;
    const top = cell(view.y), bottom = cell(view.y + view.height / perUnit);
    for (const shift of [-base.WORLD, 0, base.WORLD]) {
      if (to - shift < 0 || from - shift > base.WORLD) continue;
      for (let cx = cell(from - shift); cx <= cell(to - shift); cx++) {
        for (let cy = top; cy <= bottom; cy++) collect(layer, view, perUnit, least, shift, cx * CELLS + cy, found);
      }
    }
    return found;
  }

  function collect(layer, view, perUnit, least, shift, key, found) {
    for (const i of layer.cells.get(key) || []) {
      const weight = layer.weight(i);
      if (weight < least) break;
      const x = (layer.xy[2 * i] + shift - view.x) * perUnit, y = (layer.xy[2 * i + 1] - view.y) * perUnit;
      if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
      const size = view.zoom < 3.4 ? 10.5 : weight >= 68 ? 13 : weight >= GREAT ? 12 : weight >= 50 ? 11.5 : 11;
      const kind = layer.columns.capital[i] ? "capital" : "place";
      // The least of those shown ask for more free space around them, so that dense country stays as calm as the desert.
      found.push({ text: layer.names[i], kind, weight, size, x, y, free: Math.max(4, 32 - 1.5 * (weight - least)) });
    }
  }

  function countries(layer, view, room) {
    const perUnit = 2 ** (view.zoom - 13), { from_zoom: from, to_zoom: to, rank } = layer.columns;
    for (let i = 0; i < layer.count; i++) {
      const later = rank[i] >= 6 ? 1.5 : rank[i] === 5 ? 0.5 : -0.3; // the small ones crowd the great ones if they come as early
      if (view.zoom < from[i] / 10 + later || view.zoom > to[i] / 10 + 0.5 + Math.max(0, later)) continue;
      const more = rank[i] <= 2 ? 1 : rank[i] >= 5 ? -1.5 : 0;
      const size = Math.max(10, Math.min(15, base.ramp(view.zoom, [[2, 10.5], [4, 12], [7, 15]]) + more));
      const y = (layer.xy[2 * i + 1] - view.y) * perUnit;
      const name = { text: layer.names[i].toUpperCase(), kind: "country", size, y, free: 6 };
      for (const x of copies(layer.xy[2 * i], view)) room.centre({ ...name, x });
    }
  }

  // Names that belong inside an area: written only if the area is wide enough for them.
  function insides(layer, view, room, kind, share) {
    if (share === Infinity) return;
    const perUnit = 2 ** (view.zoom - 13), size = kind === "region" ? base.ramp(view.zoom, [[5.5, 9.5], [8, 11.5]]) : 10.5;
    for (let i = 0; i < layer.count; i++) {
      const wide = 2 * 2 ** (layer.columns.radius[i] / 8) * perUnit;
      if (wide < 40) continue;
      const y = (layer.xy[2 * i + 1] - view.y) * perUnit;
      if (y < 0 || y > view.height) continue;
      for (const x of copies(layer.xy[2 * i], view)) room.centre({ text: layer.names[i], kind, size, x, y, free: 5 }, wide / share);
    }
  }

  // What is written so far, and the space it takes.
  class Room {
    constructor(view, measure) {
      Object.assign(this, { view, measure, names: [], boxes: [], most: Math.ceil((view.width * view.height) / EVERY) });
    }

    // A name in the middle of its area, in two lines if it is long; nudged up or down if something is there.
    centre(name, widest = 160) {
      const lines = broken(name.text, this.measure(name.text, name.kind, name.size) > widest * 0.8 || name.text.length > 16);
      const wide = Math.max(...lines.map((line) => this.measure(line, name.kind, name.size)));
      if (wide > widest || (name.kind === "region" && this.near(name, 70))) return;
      const high = lines.length * name.size * 1.2;
      for (const nudge of [0, -high, high, -2 * high]) {
        if (this.take(name, name.x - wide / 2, name.y + nudge - high / 2, wide, high)) {
          this.names.push({ ...name, lines, y: name.y + nudge, align: "center" });
          return;
        }
      }
    }

    // A name beside its dot: right, left, above or below.
    place(name) {
      if (this.names.length >= this.most) return;
      if (this.near(name, 80)) return;
      const wide = this.measure(name.text, name.kind, name.size), high = name.size * 1.2;
      const gap = 9; // an event that stands on the dot leaves the name free
      const spots = [
        ["left", name.x + gap, name.y - high / 2], ["right", name.x - gap - wide, name.y - high / 2],
        ["center", name.x - wide / 2, name.y - gap - high + 2], ["center", name.x - wide / 2, name.y + gap - 2],
      ];
      for (const [align, left, top] of spots) {
        if (this.take(name, left, top, wide, high, true)) {
          const x = align === "left" ? left : align === "right" ? left + wide : left + wide / 2;
          this.names.push({ ...name, lines: [name.text], align, dot: [name.x, name.y], x, y: top + high / 2 });
          return;
        }
      }
    }

    // Whether the same words stand close by already: a city and its region, two records of one town.
    near(name, pixels) {
      return this.names.some((other) => other.text === name.text && Math.hypot(other.x - name.x, other.y - name.y) < pixels);
    }

    take(name, left, top, wide, high, dotted) {
      const free = name.free;
      const box = dotted
        ? [Math.min(left, name.x - 4), Math.min(top, name.y - 4), Math.max(left + wide, name.x + 4), Math.max(top + high, name.y + 4)]
        : [left, top, left + wide, top + high];
      for (const [x0, y0, x1, y1] of this.boxes) {
        if (box[0] - free < x1 && box[2] + free > x0 && box[1] - free * 0.7 < y1 && box[3] + free * 0.7 > y0) return false;
      }
      this.boxes.push(box);
      return true;
    }
  }

  // Split at the space nearest to the middle.
  function broken(text, wanted) {
    if (!wanted || !text.includes(" ")) return [text];
    let best = -1;
    for (let at = text.indexOf(" "); at >= 0; at = text.indexOf(" ", at + 1)) {
      if (best < 0 || Math.abs(at - text.length / 2) < Math.abs(best - text.length / 2)) best = at;
    }
    return [text.slice(0, best), text.slice(best + 1)];
  }
})();
