// The base map's areas and lines as a Leaflet grid of canvases, sharp at any zoom and pixel ratio.
(function () {
  "use strict";

  const base = (L.OfflineBasemap = L.OfflineBasemap || {});
  const AHEAD = 192; // CSS pixels around the window whose tiles are painted before they come into sight
  const BUDGET = 8; // milliseconds of painting in one frame while the map moves
  const AT_REST = 40; // milliseconds that may go at once when it jumps: better a short wait than a flash of nothing
  const AT_ONCE = 4; // tiles in one frame: the browser turns them into pixels only afterwards, which the budget does not see

  base.Tiles = L.GridLayer.extend({
    options: { tileSize: 512, updateWhenIdle: false, updateWhenZooming: true, keepBuffer: 1, className: "basemap-tiles" },

    initialize: function (options) {
      L.setOptions(this, options);
      this.layers = [];
      this._queue = [];
      this.on("tileloadstart", (event) => this._fit(event.tile));
    },

    setLayers: function (layers) {
      this.layers = layers;
      this._enqueueAll();
      return this;
    },

    setTheme: function (theme) {
      this.options.theme = theme;
      for (const tile of this._canvases()) this._paint(tile);
      return this;
    },

    // Whether all that is in sight is painted.
    isDrawn: function () {
      const canvases = this._canvases(), waiting = this._queue.length > 0 || !this.layers.length;
      return !waiting && canvases.length > 0 && canvases.every((canvas) => canvas.drawnZoom !== undefined);
    },

    onAdd: function (map) {
      this._drawZoom = map.getZoom();
      L.GridLayer.prototype.onAdd.call(this, map);
    },

    onRemove: function (map) {
      this._queue = [];
      L.GridLayer.prototype.onRemove.call(this, map);
    },

    getEvents: function () {
      const events = L.GridLayer.prototype.getEvents.call(this);
      events.zoomend = this._sharpen;
      return events;
    },

    createTile: function (coords, done) {
      const canvas = L.DomUtil.create("canvas", "leaflet-tile");
      canvas.coords = coords;
      canvas.done = done;
      if (this.layers.length && !this._map._animatingZoom && this._hasTime()) this._paint(canvas);
      else this._enqueue(canvas);
      return canvas;
    },

    // Whether there is time left for painting outside the queue before the next frame.
    _hasTime: function () {
      if (!this._spent) {
        this._spent = { until: performance.now() + AT_REST };
        L.Util.requestAnimFrame(() => (this._spent = null));
      }
      return performance.now() < this._spent.until;
    },

    // Tiles of the zoom that an animation is heading for are made before the map says it is there.
    _animateZoom: function (event) {
      this._drawZoom = event.zoom;
      L.GridLayer.prototype._animateZoom.call(this, event);
    },

    _resetView: function (event) {
      this._drawZoom = this._map.getZoom();
      L.GridLayer.prototype._resetView.call(this, event);
    },

    // What the window shows, or will show when the zoom animation ends, and some more.
    _getTiledPixelBounds: function (center) {
      const map = this._map, zoom = map._animatingZoom ? map._animateToZoom : map.getZoom();
      const scale = map.getZoomScale(zoom, this._tileZoom), middle = map.project(center, this._tileZoom).floor();
      const half = map.getSize().divideBy(2).add([AHEAD, AHEAD]).divideBy(scale);
      return new L.Bounds(middle.subtract(half), middle.add(half));
    },

    // Leaflet starts over when tiles are of another zoom than the map: in an animation over several zooms they are meant to be.
    _update: function (center) {
      this._ahead = this._map && this._map._animatingZoom;
      L.GridLayer.prototype._update.call(this, center);
      this._ahead = false;
    },

    _clampZoom: function (zoom) {
      return this._ahead ? this._tileZoom : L.GridLayer.prototype._clampZoom.call(this, zoom);
    },

    // What was there stays until all that replaces it is painted.
    _pruneTiles: function () {
      if (!this._queue.length) L.GridLayer.prototype._pruneTiles.call(this);
    },

    // A tile is there at once: fading in would show what lies below, the water, on every pan.
    _tileReady: function (coords, error, tile) {
      const map = this._map, fades = map && map._fadeAnimated;
      if (map) map._fadeAnimated = false;
      L.GridLayer.prototype._tileReady.call(this, coords, error, tile);
      if (map) map._fadeAnimated = fades;
    },

    // Between whole zooms Leaflet stretches tiles: repaint them for the pixels they now cover.
    _sharpen: function () {
      this._drawZoom = this._map.getZoom();
      for (const canvas of this._canvases()) {
        if (canvas.drawnZoom !== this._drawZoom && canvas.coords.z === this._tileZoom) this._enqueue(canvas);
      }
    },

    _canvases: function () {
      return Object.values(this._tiles || {}).map((tile) => tile.el);
    },

    _enqueueAll: function () {
      for (const canvas of this._canvases()) this._enqueue(canvas);
    },

    _enqueue: function (canvas) {
      if (!this._queue.includes(canvas)) this._queue.push(canvas);
      if (!this._frame) this._frame = L.Util.requestAnimFrame(this._work, this);
    },

    _work: function () {
      this._frame = null;
      const until = performance.now() + BUDGET;
      for (let painted = 0; painted < AT_ONCE && this._map && this._queue.length && this.layers.length; painted++) {
        const canvas = this._queue.shift();
        if (canvas.parentNode) this._paint(canvas); // else it went out of sight in the meantime
        if (performance.now() > until) break;
      }
      if (this._queue.length && this.layers.length) this._frame = L.Util.requestAnimFrame(this._work, this);
      else if (this._map) this._pruneTiles();
    },

    // The canvas has as many pixels as it covers on the screen, and reaches one CSS pixel over its neighbours: no seams, no blur.
    _fit: function (canvas) {
      const wanted = canvas.coords.z === this._tileZoom ? this._drawZoom : canvas.coords.z;
      const ratio = Math.min(window.devicePixelRatio || 1, 4) * 2 ** (wanted - canvas.coords.z);
      const size = this.getTileSize().x;
      const pixels = Math.ceil((size + 1) * ratio);
      canvas.style.width = canvas.style.height = `${pixels / ratio}px`;
      return { wanted, ratio, pixels, size };
    },

    _paint: function (canvas) {
      const { wanted, pixels, size } = this._fit(canvas);
      if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
      const unit = size * 2 ** (13 - canvas.coords.z);
      const began = performance.now();
      base.paint(canvas.getContext("2d", { alpha: false }), this.layers, {
        x: canvas.coords.x * unit, y: canvas.coords.y * unit, width: pixels, height: pixels,
        zoom: wanted, ratio: Math.min(window.devicePixelRatio || 1, 4), theme: this.options.theme,
      });
      canvas.drawnZoom = wanted;
      if (this.onPaint) this.onPaint(canvas.coords, performance.now() - began);
      L.DomUtil.addClass(canvas, "leaflet-tile-loaded");
      const done = canvas.done;
      canvas.done = null;
      if (done) L.Util.requestAnimFrame(() => done(null, canvas)); // Leaflet has to know the tile first
    },
  });
})();
