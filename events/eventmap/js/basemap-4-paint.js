// Paints a rectangle of the base map on a canvas: water, land, lakes, rivers, borders.
(function () {
  "use strict";

  const base = (L.OfflineBasemap = L.OfflineBasemap || {});
  const DISPUTED = 1;

  // layers: all that is loaded. view: {x, y: grid units of the canvas's corner, width, height: device pixels, zoom, ratio: device
  // pixels a CSS pixel, theme}. Where the finest level for this zoom was cut to an area, the coarser ones show around it.
  base.paint = function (ctx, layers, view) {
    const scale = 2 ** (view.zoom - 13) * view.ratio;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.lineJoin = ctx.lineCap = "round";
    ctx.fillStyle = view.theme.water;
    ctx.fillRect(0, 0, view.width, view.height);
    const wide = { x0: view.x, y0: view.y, x1: view.x + view.width / scale, y1: view.y + view.height / scale };
    for (const level of levelsFor(layers, view.zoom, wide)) {
      ctx.save();
      if (level.holes.length) clipOutside(ctx, level.holes, view, scale);
      paintLevel(ctx, level.layers, view, scale);
      ctx.restore();
    }
  };

  // The finest level first asked for; the next coarser one only where that was cut, and so on.
  function levelsFor(layers, zoom, wide) {
    const levels = new Map();
    for (const layer of layers) {
      if (layer.shape === "points" || layer.zooms[0] > zoom) continue;
      const key = layer.zooms[0] + ":" + (layer.bounds || "");
      if (!levels.has(key)) levels.set(key, { from: layer.zooms[0], bounds: layer.bounds, layers: [], holes: [] });
      levels.get(key).layers.push(layer);
    }
    const order = [...levels.values()].sort((a, b) => b.from - a.from);
    // A level that came without its rivers, to keep a page small, borrows the next coarser ones.
    for (let i = order.length - 2; i >= 0; i--) {
      const has = (level) => level.layers.find((layer) => layer.name === "rivers");
      if (!has(order[i]) && has(order[i + 1])) order[i].layers.push(has(order[i + 1]));
    }
    const used = [], holes = [];
    for (const level of order) {
      const b = level.bounds;
      if (b && (b[0] > wide.x1 || b[2] < wide.x0 || b[1] > wide.y1 || b[3] < wide.y0)) continue;
      used.push({ layers: level.layers, holes: holes.slice(), bounds: b });
      if (!b || (b[0] <= wide.x0 && b[1] <= wide.y0 && b[2] >= wide.x1 && b[3] >= wide.y1)) break;
      holes.push(b);
    }
    return used.reverse();
  }

  function clipOutside(ctx, holes, view, scale) {
    for (const hole of holes) {
      ctx.beginPath();
      ctx.rect(0, 0, view.width, view.height);
      wholePixels(ctx, hole, view, scale);
      ctx.clip("evenodd");
    }
  }

  // The outline of an area on whole pixels: an edge that covers half a pixel would show as a hairline.
  function wholePixels(ctx, [x0, y0, x1, y1], view, scale) {
    const left = Math.round((x0 - view.x) * scale), top = Math.round((y0 - view.y) * scale);
    ctx.rect(left, top, Math.round((x1 - view.x) * scale) - left, Math.round((y1 - view.y) * scale) - top);
  }

  function paintLevel(ctx, layers, view, scale) {
    const named = {};
    for (const layer of layers) named[layer.name] = layer;
    if (named.land && named.land.bounds) clipInside(ctx, named.land.bounds, view, scale);
    const margin = (12 * view.ratio) / scale; // the widest stroke and a bit: lines just outside still reach in
    const wide = view.width / scale + margin, high = view.height / scale + margin;
    for (const shift of [-base.WORLD, 0, base.WORLD]) {
      const left = view.x - shift;
      if (left + wide < 0 || left - margin > base.WORLD) continue;
      const w = { x0: left - margin, y0: view.y - margin, x1: left + wide, y1: view.y + high, left, top: view.y, scale };
      paintCopy(ctx, named, w, view);
    }
  }

  function clipInside(ctx, bounds, view, scale) {
    ctx.beginPath();
    wholePixels(ctx, bounds, view, scale);
    ctx.clip();
    ctx.fillStyle = view.theme.water;
    ctx.fillRect(0, 0, view.width, view.height);
  }

  function paintCopy(ctx, named, w, view) {
    const { theme, zoom, ratio } = view;
    const at = (stops) => base.ramp(zoom, stops);
    const style = base.STYLE;
    const stroke = (colour, width, strength, trace) => {
      if (strength <= 0) return;
      ctx.strokeStyle = colour;
      ctx.lineWidth = width * ratio;
      ctx.globalAlpha = strength;
      ctx.beginPath();
      trace();
      ctx.stroke();
      ctx.globalAlpha = 1;
    };
    const fill = (layer, colour, trace = base.traceRings) => {
      if (!layer) return;
      ctx.fillStyle = colour;
      ctx.beginPath();
      trace(ctx, layer, w);
      ctx.fill("evenodd");
    };
    fill(named.land, theme.land);
    if (at(style.urbanStrength) > 0) {
      ctx.globalAlpha = at(style.urbanStrength);
      fill(named.urban, theme.urban, base.traceRounded);
      ctx.globalAlpha = 1;
    }
    base.paintGrid(ctx, w, view);
    paintRivers(stroke, ctx, named.rivers, w, view);
    fill(named.lakes, theme.lake);
    for (const shore of [named.lakes, named.land]) {
      if (shore) stroke(theme.coast, at(style.coastWidth) * (shore === named.lakes ? 0.7 : 1), 1, () => base.traceLines(ctx, shore, w));
    }
    if (named.regions) {
      const from = named.regions.columns.from_zoom;
      const accept = (p) => from[p] <= 10 * zoom + 14; // the source counts zooms of larger maps
      stroke(theme.region, at(style.regionWidth), at(style.regionStrength), () => base.traceLines(ctx, named.regions, w, accept));
    }
    paintCountries(stroke, ctx, named.countries, w, view);
  }

  // Rivers by the source's scale rank (0 the Nile, 10 a brook): three strokes instead of one a river.
  function paintRivers(stroke, ctx, rivers, w, { theme, zoom }) {
    if (!rivers) return;
    const { rank } = rivers.columns, style = base.STYLE;
    const width = base.ramp(zoom, style.riverWidth), strength = base.ramp(zoom, style.riverStrength);
    const last = base.ramp(zoom, style.riverRank);
    for (const [least, most, factor] of [[6, 255, 0.6], [3, 5, 0.9], [0, 2, 1.25]]) {
      const accept = (p) => rank[p] >= least && rank[p] <= most && rank[p] <= last;
      stroke(theme.river, width * factor, strength, () => base.traceCurves(ctx, rivers, w, accept));
    }
  }

  function paintCountries(stroke, ctx, countries, w, { theme, zoom, ratio }) {
    if (!countries) return;
    const kind = countries.columns.class;
    const width = base.ramp(zoom, base.STYLE.countryWidth), strength = base.ramp(zoom, base.STYLE.countryStrength);
    stroke(theme.country, width, strength, () => base.traceLines(ctx, countries, w, (p) => kind[p] !== DISPUTED));
    ctx.setLineDash([3 * width * ratio, 2.5 * width * ratio]);
    ctx.lineCap = "butt";
    stroke(theme.country, width, strength, () => base.traceWhole(ctx, countries, w, (p) => kind[p] === DISPUTED));
    ctx.setLineDash([]);
    ctx.lineCap = "round";
  }
})();
