// Canvases over the map that follow its animations until they are redrawn: areas, marks and selection, as sharp as the screen, and below
// the names of places the one of control, whose painter decides how fine it is.

const UNDER_NAMES = 225; // above the ground (200), below its names (250)

class Surface {
  constructor(map) {
    this.map = map;
    this.box = L.DomUtil.create("div", "te-surface leaflet-zoom-animated", map.getPanes().overlayPane);
    const under = map.getPane("te-control") || map.createPane("te-control");
    Object.assign(under.style, { zIndex: UNDER_NAMES, pointerEvents: "none" });
    this.under = L.DomUtil.create("div", "te-surface leaflet-zoom-animated", under);
    this.control = this.canvas(this.under);
    this.areas = this.canvas(this.box);
    this.marks = this.canvas(this.box);
    this.top = this.canvas(this.box);
    this.show(false);
    this.drawn = null;
  }

  canvas(box) {
    return L.DomUtil.create("canvas", "te-canvas", box);
  }

  /** Show the canvas of control, or those of the events. */
  show(control) {
    this.control.hidden = !control;
    this.areas.hidden = this.marks.hidden = control;
  }

  /** Put the canvases over what is on the screen now; only after this may they be drawn. */
  place(viewport) {
    for (const canvas of [this.areas, this.marks, this.top]) {
      if (canvas.width === viewport.width && canvas.height === viewport.height) continue;
      canvas.width = viewport.width;
      canvas.height = viewport.height;
      canvas.style.width = `${viewport.cssWidth}px`;
      canvas.style.height = `${viewport.cssHeight}px`;
    }
    Object.assign(this.control.style, { width: `${viewport.cssWidth}px`, height: `${viewport.cssHeight}px` });
    for (const box of [this.box, this.under]) L.DomUtil.setPosition(box, this.map.containerPointToLayerPoint([0, 0]));
    this.drawn = { zoom: this.map.getZoom(), corner: this.map.containerPointToLatLng([0, 0]) };
  }

  /** Stretch the last drawing to where a running zoom will bring it. */
  follow(centre, zoom) {
    if (!this.drawn) return;
    const scale = this.map.getZoomScale(zoom, this.drawn.zoom);
    const origin = this.map.project(centre, zoom).subtract(this.map.getSize().divideBy(2));
    const pane = this.map.containerPointToLayerPoint([0, 0]);
    const offset = this.map.project(this.drawn.corner, zoom).subtract(origin).add(pane);
    for (const box of [this.box, this.under]) L.DomUtil.setTransform(box, offset, scale);
  }

  remove() {
    this.box.remove();
    this.under.remove();
  }
}

/** The ring around the selected mark, drawn above all others together with the mark itself. */
function drawSelection(context, viewport, columns, sprites, { selected, inTime }) {
  context.clearRect(0, 0, viewport.width, viewport.height);
  if (selected === null || !columns.isPlaced(selected)) return;
  const x = Math.floor(viewport.x(columns.x[selected])), y = Math.floor(viewport.y(columns.y[selected]));
  if (x < -MARGIN || y < -MARGIN || x > viewport.width + MARGIN || y > viewport.height + MARGIN) return;
  const { ratio } = viewport, sprite = sprites.withImage(selected);
  if (inTime) context.drawImage(sprite.image, x - sprite.half, y - sprite.half);
  const radius = Math.max(9, sprite.r * 1.25 + 4) * ratio;
  context.setLineDash(inTime ? [] : [3 * ratio, 3 * ratio]); // not within the time and filters shown: still found again
  for (const [width, colour] of [[5, "rgba(255,255,255,.95)"], [2.2, "#111418"]]) {
    context.beginPath();
    context.arc(x + 0.5, y + 0.5, radius, 0, TAU);
    context.lineWidth = width * ratio;
    context.strokeStyle = colour;
    context.stroke();
  }
  context.setLineDash([]);
}
