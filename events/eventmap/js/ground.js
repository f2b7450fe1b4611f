// What lies below the events: the offline map, or tiles from the network if the user chooses them.

class Ground {
  constructor(map, { basemap, tiles }, onChange, after) {
    this.map = map;
    this.tiles = tiles || [];
    this.onChange = onChange;
    this.chosen = "";
    this.layer = null;
    this.offline = basemap && L.offlineBasemap ? L.offlineBasemap({ ...basemap, scale: "bottomleft", after }) : null;
    if (this.offline) this.offline.addTo(map);
  }

  get hasChoice() {
    return this.tiles.length > 0;
  }

  set(name) {
    const wanted = this.tiles.find((tiles) => tiles.name === name);
    const next = wanted ? wanted.name : "";
    if (next === this.chosen) return;
    this.chosen = next;
    if (this.layer) this.layer.remove();
    this.layer = null;
    if (wanted) this.layer = L.tileLayer(wanted.url, { attribution: wanted.attribution, maxZoom: wanted.max_zoom, maxNativeZoom: wanted.max_zoom, subdomains: wanted.subdomains || "abc" }).addTo(this.map);
    if (this.offline && wanted) this.offline.remove();
    if (this.offline && !wanted) this.offline.addTo(this.map);
    if (this.select) this.select.value = next;
  }

  setTheme(theme) {
    if (this.offline && this.offline.setTheme) this.offline.setTheme(theme);
  }

  control() {
    const options = [["", this.offline ? "Offline" : "As it came"], ...this.tiles.map((tiles) => [tiles.name, `${tiles.name} (network)`])];
    const made = choice("Base map", options, this.chosen, (name) => {
      this.set(name);
      this.onChange();
    });
    this.select = made.select;
    return made.box;
  }

  remove() {
    if (this.layer) this.layer.remove();
    if (this.offline) this.offline.remove();
  }
}
