// Faint meridians and parallels at city zooms, where Natural Earth has little left to show: they give a pan something to hold on to.
(function () {
  "use strict";

  const base = (L.OfflineBasemap = L.OfflineBasemap || {});

  // Degrees between lines, the smallest that keeps them about 200 CSS pixels apart.
  base.gridStep = function (zoom) {
    const pixelsPerDegree = (256 * 2 ** zoom) / 360;
    return [1, 0.5, 0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.0025, 0.001].find((step) => step * pixelsPerDegree < 420) || 0.001;
  };

  const longitude = (x) => (x / base.WORLD) * 360 - 180;
  const latitude = (y) => (Math.atan(Math.sinh((0.5 - y / base.WORLD) * 2 * Math.PI)) * 180) / Math.PI;
  const gridX = (lon) => ((lon + 180) / 360) * base.WORLD;
  const gridY = (lat) => (0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * base.WORLD;
  Object.assign(base, { longitude, latitude, gridX, gridY });

  base.paintGrid = function (ctx, w, view) {
    const strength = base.ramp(view.zoom, base.STYLE.gridStrength);
    if (strength <= 0) return;
    const step = base.gridStep(view.zoom);
    ctx.strokeStyle = view.theme.grid;
    ctx.globalAlpha = strength;
    ctx.lineWidth = view.ratio;
    ctx.beginPath();
    for (let i = Math.ceil(longitude(w.x0) / step); i * step <= longitude(w.x1); i++) {
      const x = Math.round((gridX(i * step) - w.left) * w.scale) + 0.5;
      ctx.moveTo(x, 0);
      ctx.lineTo(x, view.height);
    }
    for (let i = Math.ceil(latitude(w.y1) / step); i * step <= latitude(w.y0); i++) {
      const y = Math.round((gridY(i * step) - w.top) * w.scale) + 0.5;
      ctx.moveTo(0, y);
      ctx.lineTo(view.width, y);
    }
    ctx.stroke();
    ctx.globalAlpha = 1;
  };
})();
