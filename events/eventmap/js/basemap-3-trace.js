// Turns the paths of a layer into canvas paths, leaving out what lies outside the window.
// A window is {x0, y0, x1, y1} in grid units, with `scale` device pixels a unit and `shift` units to the world's copy.
(function () {
  "use strict";

  const base = (L.OfflineBasemap = L.OfflineBasemap || {});
  const NEAR = 0.35; // device pixels: a vertex closer than this to the one before makes no difference

  function outside(boxes, at, w) {
    return boxes[at] > w.x1 || boxes[at + 2] < w.x0 || boxes[at + 1] > w.y1 || boxes[at + 3] < w.y0;
  }

  // Closed paths for filling. A block on one outer side of the window is replaced by its last vertex: the short cut stays on that
  // side, so what is filled inside the window is the same.
  base.traceRings = function (ctx, layer, w) {
    const { starts, xy, boxes, blocks, blockStarts, block } = layer;
    for (let p = 0; p < layer.count; p++) {
      if (outside(boxes, 4 * p, w)) continue;
      const from = starts[p], to = starts[p + 1];
      let px = (xy[2 * from] - w.left) * w.scale, py = (xy[2 * from + 1] - w.top) * w.scale;
      ctx.moveTo(px, py);
      for (let b = blockStarts[p], v = from; v < to; b++, v += block) {
        const end = Math.min(v + block, to - 1);
        for (let i = outside(blocks, 4 * b, w) ? end : v + 1; i <= end; i++) {
          const x = (xy[2 * i] - w.left) * w.scale, y = (xy[2 * i + 1] - w.top) * w.scale;
          if (i < end && Math.abs(x - px) < NEAR && Math.abs(y - py) < NEAR) continue;
          ctx.lineTo(x, y);
          px = x;
          py = y;
        }
      }
      ctx.closePath();
    }
  };

  // Open or closed paths for stroking; `accept(p)` chooses among them. Lines along the edge of the world are cuts, not coasts.
  base.traceLines = function (ctx, layer, w, accept) {
    const closed = layer.shape === "rings";
    for (let p = 0; p < layer.count; p++) {
      if (outside(layer.boxes, 4 * p, w) || (accept && !accept(p))) continue;
      traceLine(ctx, layer, w, p, closed);
    }
  };

  function traceLine(ctx, layer, w, p, closed) {
    const { starts, xy, blocks, blockStarts, block } = layer;
    const from = starts[p], to = starts[p + 1];
    let pen = false, px = 0, py = 0;
    const draw = (a, b, last) => {
      const ax = xy[2 * a], ay = xy[2 * a + 1], bx = xy[2 * b], by = xy[2 * b + 1];
      if (closed && onEdge(ax, ay, bx, by)) { pen = false; return; }
      if (!pen) {
        px = (ax - w.left) * w.scale;
        py = (ay - w.top) * w.scale;
        ctx.moveTo(px, py);
        pen = true;
      }
      const x = (bx - w.left) * w.scale, y = (by - w.top) * w.scale;
      if (!last && Math.abs(x - px) < NEAR && Math.abs(y - py) < NEAR) return;
      ctx.lineTo(x, y);
      px = x;
      py = y;
    };
    for (let b = blockStarts[p], v = from; v < to; b++, v += block) {
      if (outside(blocks, 4 * b, w)) { pen = false; continue; }
      const end = Math.min(v + block, to - 1);
      for (let i = v; i < end; i++) draw(i, i + 1, i + 1 === end);
    }
    if (closed) { pen = false; draw(to - 1, from, true); }
  }

  function onEdge(ax, ay, bx, by) {
    const far = base.WORLD - 40;
    return (ax < 40 && bx < 40) || (ax > far && bx > far) || (ay > far && by > far);
  }

  // Through the middles of the segments: rivers wind.
  base.traceCurves = function (ctx, layer, w, accept) {
    for (let p = 0; p < layer.count; p++) {
      if (!outside(layer.boxes, 4 * p, w) && accept(p)) traceCurve(ctx, layer, w, p);
    }
  };

  function traceCurve(ctx, { starts, xy, blocks, blockStarts, block }, w, p) {
    const last = starts[p + 1] - 1;
    const x = (i) => (xy[2 * i] - w.left) * w.scale, y = (i) => (xy[2 * i + 1] - w.top) * w.scale;
    let pen = false, px = 0, py = 0;
    for (let b = blockStarts[p], v = starts[p]; v < last; b++, v += block) {
      if (outside(blocks, 4 * b, w)) { pen = false; continue; }
      if (!pen) ctx.moveTo((px = x(v)), (py = y(v)));
      pen = true;
      for (let i = v + 1; i <= Math.min(v + block, last); i++) {
        const cx = x(i), cy = y(i);
        if (i < last && Math.abs(cx - px) < NEAR && Math.abs(cy - py) < NEAR) continue;
        if (i === last) ctx.lineTo(cx, cy);
        else ctx.quadraticCurveTo(cx, cy, (cx + x(i + 1)) / 2, (cy + y(i + 1)) / 2);
        px = cx;
        py = cy;
      }
    }
  }

  // Closed paths rounded off in the same way, for areas whose source has them only roughly.
  base.traceRounded = function (ctx, { starts, xy, boxes, count }, w) {
    for (let p = 0; p < count; p++) {
      if (outside(boxes, 4 * p, w)) continue;
      const from = starts[p], to = starts[p + 1];
      const x = (i) => (xy[2 * i] - w.left) * w.scale, y = (i) => (xy[2 * i + 1] - w.top) * w.scale;
      ctx.moveTo((x(to - 1) + x(from)) / 2, (y(to - 1) + y(from)) / 2);
      for (let i = from; i < to; i++) {
        const next = i + 1 < to ? i + 1 : from;
        ctx.quadraticCurveTo(x(i), y(i), (x(i) + x(next)) / 2, (y(i) + y(next)) / 2);
      }
    }
  };

  // Whole straight paths, so that a dash falls on the same spot in every tile.
  base.traceWhole = function (ctx, layer, w, accept) {
    const { starts, xy, boxes } = layer;
    for (let p = 0; p < layer.count; p++) {
      if (outside(boxes, 4 * p, w) || !accept(p)) continue;
      for (let i = starts[p]; i < starts[p + 1]; i++) {
        const x = (xy[2 * i] - w.left) * w.scale, y = (xy[2 * i + 1] - w.top) * w.scale;
        if (i === starts[p]) ctx.moveTo(x, y);
        else ctx.lineTo(x, y);
      }
    }
  };
})();
