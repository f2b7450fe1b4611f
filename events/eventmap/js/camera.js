// The map's centre and zoom as the user left them. Leaflet's own answer drifts by rounding, so it is asked only after a user's move.

const DIGITS = 5;
const MOST_FIT_ZOOM = 12; // a single place is shown with what is around it
const round = (value) => Number(value.toFixed(DIGITS));

class Camera {
  constructor(map, onUserMove) {
    this.map = map;
    this.onUserMove = onUserMove;
    this.size = map.getSize();
    this.busy = false;
    this.fitted = null; // what the view was fitted to, for as long as neither user nor page has chosen another
    this.read();
    map.on("moveend", this.moved, this).on("resize", this.resized, this);
  }

  read() {
    const centre = this.map.getCenter();
    this.centre = [round(centre.lat), round(L.Util.wrapNum(centre.lng, [-180, 180], true))];
    this.zoom = this.map.getZoom();
  }

  moved() {
    if (this.busy || !this.map.getSize().equals(this.size)) return;
    const { centre, zoom } = this;
    this.read();
    if (this.zoom === zoom && this.centre[0] === centre[0] && this.centre[1] === centre[1]) return;
    this.fitted = null;
    this.onUserMove();
  }

  resized() {
    this.size = this.map.getSize();
    if (this.fitted) this.fit(...this.fitted);
    else this.set(this.centre, this.zoom);
  }

  set(centre, zoom) {
    this.busy = true;
    this.fitted = null;
    this.map.setView(centre, zoom, { animate: false, reset: true });
    this.busy = false;
    this.size = this.map.getSize();
    this.centre = [round(centre[0]), round(centre[1])];
    this.zoom = this.map.getZoom();
  }

  /** Show all of the data, clear of the bar and the legend (`padding()`), and go on doing so when the box changes. */
  fit(bounds, padding) {
    this.busy = true;
    this.map.fitBounds(bounds, { ...padding(), maxZoom: MOST_FIT_ZOOM, animate: false });
    this.busy = false;
    this.read();
    this.set(this.centre, this.zoom);
    this.fitted = [bounds, padding];
  }

  refit() {
    if (this.fitted) this.fit(...this.fitted);
  }

  /** Bring a place into sight, as the user asked for it. */
  show(latitude, longitude) {
    this.set([latitude, longitude], this.map.getZoom());
    this.onUserMove();
  }

  /** End a glide after a drag at once: who asks for the view now wants the one that is seen. */
  settle() {
    this.map.stop();
  }

  stop() {
    this.map.off("moveend", this.moved, this).off("resize", this.resized, this);
  }
}
