// L.offlineBasemap(options): the offline base map as one Leaflet layer.
//
// options.parts        [{url} or {data: base64}], coarse first; each is shown as soon as it is there
// options.theme        "light" (default) or "dark"; setTheme changes it
// options.attribution  shown by Leaflet's attribution control
// options.scale        position of a scale bar ("bottomright"), or false for none
// options.after        a promise: the parts are not asked for before it is settled
// Events: "ready" when every part is there, "problem" {message} when one could not be read.
(function () {
  "use strict";

  const base = (L.OfflineBasemap = L.OfflineBasemap || {});
  const loaded = new Map(); // url -> promise of layers: several maps on a page read a file once

  base.Layer = L.Layer.extend({
    options: { parts: [], theme: "light", attribution: "Natural Earth; GeoNames", scale: "bottomright", after: null },

    initialize: function (options) {
      L.setOptions(this, options);
      const theme = base.THEMES[this.options.theme] || base.THEMES.light;
      this.tiles = new base.Tiles({ theme });
      this.names = new base.Names({ theme });
      this._layers = [];
      this._asked = false;
    },

    onAdd: function (map) {
      this._background = map.getContainer().style.background;
      this.tiles.addTo(map);
      this.names.addTo(map);
      if (this.options.scale) this._scale = L.control.scale({ position: this.options.scale, imperial: false, maxWidth: 110 }).addTo(map);
      this._dress();
      if (!this._asked) this._load();
    },

    onRemove: function (map) {
      this.tiles.remove();
      this.names.remove();
      if (this._scale) this._scale.remove();
      this._scale = null;
      map.getContainer().style.background = this._background;
    },

    setTheme: function (name) {
      if (!base.THEMES[name] || name === this.options.theme) return this;
      this.options.theme = name;
      this.tiles.setTheme(base.THEMES[name]);
      this.names.setTheme(base.THEMES[name]);
      this._dress();
      return this;
    },

    // Whether every part is there and painted.
    isDrawn: function () {
      return Boolean(this.ready && this._map) && this.tiles.isDrawn();
    },

    // What lies around the world, and the scale bar, take the theme's colours too.
    _dress: function () {
      if (!this._map) return;
      const theme = base.THEMES[this.options.theme] || base.THEMES.light;
      this._map.getContainer().style.background = theme.water;
      if (!this._scale) return;
      for (const line of this._scale.getContainer().children) {
        const { scaleText: ink, scaleBack: background } = theme;
        Object.assign(line.style, { color: ink, borderColor: ink, background, textShadow: "none" });
      }
    },

    _load: async function () {
      this._asked = true;
      await this.options.after;
      const parts = this.options.parts.map((part) => {
        if (!part.url) return base.load(part);
        if (!loaded.has(part.url)) loaded.set(part.url, base.load(part));
        return loaded.get(part.url);
      });
      let failed = false;
      await Promise.all(parts.map(async (part, i) => {
        try {
          this._show(await part);
        } catch (error) {
          failed = true;
          loaded.delete(this.options.parts[i].url);
          this._asked = false; // adding the layer again tries again
          this.fire("problem", { message: String(error.message || error) });
        }
      }));
      if (!failed) {
        this.ready = true;
        this.fire("ready");
      }
    },

    _show: function (layers) {
      this._layers = this._layers.filter((layer) => !layers.includes(layer)).concat(layers);
      this.tiles.setLayers(this._layers);
      this.names.setLayers(this._layers);
    },
  });

  L.offlineBasemap = (options) => new base.Layer(options);
})();
