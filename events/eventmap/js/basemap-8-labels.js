// Writes the names in a pane of their own, above the base map and below the events, over tile edges.
(function () {
  "use strict";

  const base = (L.OfflineBasemap = L.OfflineBasemap || {});
  const PANE = "basemap-names";
  const AROUND = 160; // CSS pixels drawn beyond the window, so that a drag shows names at once
  const SPACING = { country: 0.14, region: 0.04, lake: 0.02, place: 0, capital: 0 }; // of the letters, in ems

  base.fontOf = function (kind, size) {
    const weight = kind === "country" || kind === "capital" ? 600 : kind === "place" ? 500 : 400;
    return `${kind === "lake" ? "italic " : ""}${weight} ${size.toFixed(1)}px ${base.FONT}`;
  };

  base.Names = L.Layer.extend({
    initialize: function (options) {
      L.setOptions(this, options);
      this.layers = [];
      this.names = [];
      this._widths = new Map();
    },

    setLayers: function (layers) {
      this.layers = layers.filter((layer) => layer.shape === "points");
      this._draw();
      return this;
    },

    setTheme: function (theme) {
      this.options.theme = theme;
      this._draw();
      return this;
    },

    onAdd: function (map) {
      const pane = map.getPane(PANE) || map.createPane(PANE);
      pane.style.zIndex = 250;
      pane.style.pointerEvents = "none";
      this._canvas = L.DomUtil.create("canvas", `basemap-names${map._zoomAnimated ? " leaflet-zoom-animated" : ""}`, pane);
      this._canvas.style.transformOrigin = "0 0";
      this._draw();
    },

    onRemove: function () {
      L.Util.cancelAnimFrame(this._frame);
      this._frame = null;
      this._canvas.remove();
      this._canvas = null;
    },

    getEvents: function () {
      const anew = { moveend: this._draw, viewreset: this._draw, resize: this._draw };
      return { ...anew, move: this._drift, zoomanim: this._stretch, zoom: this._rescale };
    },

    // While dragged the canvas moves with the map; it is drawn anew before its edge comes into sight.
    _drift: function () {
      if (!this._canvas || this._map.getZoom() !== this._zoom || this._frame) return;
      const moved = this._map.containerPointToLayerPoint([-AROUND, -AROUND]).subtract(this._corner);
      if (Math.abs(moved.x) > AROUND * 0.6 || Math.abs(moved.y) > AROUND * 0.6) this._frame = L.Util.requestAnimFrame(this._draw, this);
    },

    _stretch: function (event) {
      this._transform(event.zoom, this._map._getNewPixelOrigin(event.center, event.zoom));
      this._canvas.style.opacity = 0.25;
    },

    _rescale: function () {
      this._transform(this._map.getZoom(), this._map.getPixelOrigin());
    },

    _transform: function (zoom, origin) {
      const scale = this._map.getZoomScale(zoom, this._zoom);
      L.DomUtil.setTransform(this._canvas, this._world.multiplyBy(scale).subtract(origin), scale);
    },

    _draw: function () {
      this._frame = null;
      if (!this._map || !this._canvas) return;
      const map = this._map, size = map.getSize().add([2 * AROUND, 2 * AROUND]), ratio = Math.min(window.devicePixelRatio || 1, 4);
      this._zoom = map.getZoom();
      this._corner = map.containerPointToLayerPoint([-AROUND, -AROUND]);
      // In pixels of the whole world, not as latitude and longitude: beyond 85° these say no more where a corner is.
      this._world = this._corner.add(map.getPixelOrigin());
      const canvas = this._canvas, corner = this._world.divideBy(2 ** (this._zoom - 13));
      if (canvas.width !== Math.round(size.x * ratio) || canvas.height !== Math.round(size.y * ratio)) {
        canvas.width = Math.round(size.x * ratio);
        canvas.height = Math.round(size.y * ratio);
        canvas.style.width = `${size.x}px`;
        canvas.style.height = `${size.y}px`;
      }
      const ctx = canvas.getContext("2d");
      const view = { x: corner.x, y: corner.y, width: size.x, height: size.y, zoom: this._zoom };
      this.names = base.chooseNames(this.layers, view, (text, kind, points) => this._measure(ctx, text, kind, points));
      this._write(ctx, ratio);
      L.DomUtil.setTransform(canvas, this._corner, 1);
      canvas.style.opacity = 1;
    },

    _measure: function (ctx, text, kind, size) {
      const font = base.fontOf(kind, size), key = font + text;
      if (!this._widths.has(key)) {
        if (this._widths.size > 20000) this._widths.clear();
        ctx.font = font;
        this._widths.set(key, ctx.measureText(text).width + SPACING[kind] * size * text.length);
      }
      return this._widths.get(key);
    },

    _write: function (ctx, ratio) {
      const theme = this.options.theme;
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      ctx.lineJoin = "round";
      ctx.textBaseline = "middle";
      for (const name of this.names) if (name.dot) this._dot(ctx, name, theme);
      for (const name of this.names) {
        ctx.font = base.fontOf(name.kind, name.size);
        ctx.textAlign = name.align;
        if ("letterSpacing" in ctx) ctx.letterSpacing = `${SPACING[name.kind] * name.size}px`;
        ctx.strokeStyle = theme.halo;
        ctx.lineWidth = 3;
        ctx.fillStyle = theme[`${name.kind}Text`];
        name.lines.forEach((line, i) => {
          const y = name.y + (i - (name.lines.length - 1) / 2) * name.size * 1.2;
          ctx.strokeText(line, name.x, y);
          ctx.fillText(line, name.x, y);
        });
      }
    },

    _dot: function (ctx, { dot: [x, y], kind, weight }, theme) {
      const radius = kind === "capital" ? 2.8 : weight >= 60 ? 2.4 : 1.8;
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      ctx.fillStyle = kind === "capital" ? theme.dotEdge : theme.dot;
      ctx.strokeStyle = kind === "capital" ? theme.dot : theme.dotEdge;
      ctx.lineWidth = kind === "capital" ? 1.6 : 1;
      ctx.fill();
      ctx.stroke();
    },
  });
})();
