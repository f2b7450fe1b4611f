// What part of the world the map shows, in device pixels, and where each event falls in it.

const MARGIN = 24; // device pixels around the screen, so that a mark at the edge needs no bounds check

class Viewport {
  constructor(map) {
    const size = map.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    const corner = map.getPixelBounds().min;
    this.ratio = ratio;
    this.zoom = map.getZoom();
    this.width = Math.round(size.x * ratio);
    this.height = Math.round(size.y * ratio);
    this.cssWidth = size.x;
    this.cssHeight = size.y;
    this.stride = this.width + 2 * MARGIN;
    this.rows = this.height + 2 * MARGIN;
    const world = map.options.crs.scale(this.zoom) * ratio; // width of the world in device pixels
    this.scale = world / 2 ** 32;
    this.middle = this.width / 2;
    this.centre = wrapped(Math.round((corner.x * ratio + this.middle) / this.scale));
    this.top = corner.y * ratio;
  }

  /** Device pixels from the left edge of the screen; of a place's copies on the endless map, the one nearest the middle. */
  x(steps) {
    return this.middle + ((steps - this.centre) | 0) * this.scale;
  }
  y(steps) {
    return steps * this.scale - this.top;
  }
  /** Mercator steps of a device pixel, for lookups in the grid; x modulo the world. */
  stepsX(pixel) {
    return wrapped(Math.floor((pixel - this.middle) / this.scale) + this.centre);
  }
  stepsY(pixel) {
    return Math.floor((pixel + this.top) / this.scale);
  }
  /** Device pixels that `metres` on the ground take up at Mercator y `steps`. */
  metres(metres, steps) {
    const shrunk = Math.cos((latitudeOf(steps) * Math.PI) / 180);
    return (metres / (2 * Math.PI * EARTH_RADIUS_M * shrunk)) * this.scale * 2 ** 32;
  }
}

const EARTH_RADIUS_M = 6_378_137;
const wrapped = (steps) => ((steps % 2 ** 32) + 2 ** 32) % 2 ** 32;

/**
 * The rows on the screen, in time, and where each falls: its position in a buffer of `stride` x `rows` pixels.
 * Kept for as long as the map stands still.
 */
class Positions {
  constructor(columns) {
    this.columns = columns;
    this.rows = new Uint32Array(columns.n);
    this.at = new Int32Array(columns.n);
    this.count = 0;
  }

  project(viewport) {
    const { x, y, n } = this.columns, { rows: found, at } = this;
    const { scale, stride, rows, centre } = viewport;
    const middle = viewport.middle + MARGIN, top = viewport.top - MARGIN;
    let count = 0;
    for (let i = 0; i < n; i++) {
      const px = middle + ((x[i] - centre) | 0) * scale, py = y[i] * scale - top;
      if (px < 0 || px >= stride || py < 0 || py >= rows || y[i] === UNPLACED) continue;
      found[count] = i;
      at[count++] = (py | 0) * stride + (px | 0);
    }
    this.count = count;
  }

  /** The part of `rows` whose values lie in [low, high). */
  between(low, high) {
    return [lowerBound(this.rows, low, this.count), lowerBound(this.rows, high, this.count)];
  }
}

/** First position in a sorted array whose value is not below `value`. */
function lowerBound(sorted, value, length = sorted.length) {
  let low = 0, high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
