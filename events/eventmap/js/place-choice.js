// A place to be chosen for the page: a ring shows where the page would put it; while a choice is asked for, a click or Enter gives the spot.

class PlaceChoice {
  constructor(map, { tell, look }) {
    this.map = map;
    this.tell = tell;
    this.look = look; // brings a spot into sight
    this.on = false;
    this.asked = "{}";
    const pane = map.createPane("te-proposed"); // over the marks of events
    Object.assign(pane.style, { zIndex: 620, pointerEvents: "none" });
    this.drawn = { pane: "te-proposed", renderer: L.svg({ pane: "te-proposed" }), className: "te-ring", interactive: false };
    this.marks = L.layerGroup().addTo(map);
    this.hint = element("div", "te-choose");
    this.hint.hidden = true;
    this.hint.textContent = "Click where it happened, or move the map and press Enter. Escape cancels.";
    this.cross = element("div", "te-cross");
    this.cross.hidden = true;
    map.getContainer().append(this.cross, this.hint);
  }

  /** What the page asks: `on`, and `at`: {lat, lon, radius_m} of what is looked at, or null. */
  set({ on, at }) {
    const text = JSON.stringify(at || null);
    this.on = Boolean(on);
    this.hint.hidden = this.cross.hidden = !this.on;
    this.map.getContainer().classList.toggle("te-choosing", this.on);
    if (text === this.asked) return;
    this.asked = text;
    this.marks.clearLayers();
    if (!at || !Number.isFinite(at.lat) || !Number.isFinite(at.lon)) return;
    const spot = [at.lat, at.lon];
    if (at.radius_m > 0) L.circle(spot, { ...this.drawn, radius: at.radius_m, weight: 1.5, dashArray: "4 4" }).addTo(this.marks);
    L.circleMarker(spot, { ...this.drawn, radius: 12, weight: 3.5 }).addTo(this.marks);
    const point = this.map.latLngToContainerPoint(spot), size = this.map.getSize();
    if (point.x < 30 || point.y < 30 || point.x > size.x - 30 || point.y > size.y - 130) this.look(at.lat, at.lon);
  }

  take(spot) {
    const { lat, lng } = spot.wrap();
    this.set({ on: false, at: JSON.parse(this.asked) });
    this.tell({ type: "place", lat: round(lat), lon: round(lng) });
  }

  cancel() {
    this.set({ on: false, at: JSON.parse(this.asked) });
    this.tell({ type: "place", lat: null, lon: null });
  }

  /** Keys while a choice is asked for: whether the key was one of its own. */
  key(key) {
    if (!this.on || (key !== "Enter" && key !== "Escape")) return false;
    if (key === "Enter") this.take(this.map.getCenter());
    else this.cancel();
    return true;
  }

  remove() {
    for (const part of [this.hint, this.cross, this.marks]) part.remove();
  }
}
