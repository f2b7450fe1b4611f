// One silhouette a kind, drawn as a path of about unit radius, so that kinds are told apart without colour.

const TAU = 2 * Math.PI;

function polygon(path, points, r) {
  points.forEach(([x, y], i) => (i ? path.lineTo(x * r, y * r) : path.moveTo(x * r, y * r)));
  path.closePath();
}
function star(path, spikes, inner, r) {
  const points = [];
  for (let i = 0; i < 2 * spikes; i++) {
    const angle = (i * Math.PI) / spikes - Math.PI / 2, length = i % 2 ? inner : 1;
    points.push([length * Math.cos(angle), length * Math.sin(angle)]);
  }
  polygon(path, points, r);
}
const turned = (points, quarter) => points.map(([x, y]) => [[x, y], [-y, x], [-x, -y], [y, -x]][quarter]);
const TRIANGLE = [[0, -1.08], [1.04, 0.76], [-1.04, 0.76]];
const CROSS = [[-0.95, -0.5], [-0.5, -0.95], [0, -0.45], [0.5, -0.95], [0.95, -0.5], [0.45, 0], [0.95, 0.5], [0.5, 0.95], [0, 0.45], [-0.5, 0.95], [-0.95, 0.5], [-0.45, 0]];
const PLUS = [[-0.36, -1], [0.36, -1], [0.36, -0.36], [1, -0.36], [1, 0.36], [0.36, 0.36], [0.36, 1], [-0.36, 1], [-0.36, 0.36], [-1, 0.36], [-1, -0.36], [-0.36, -0.36]];
const ARROW = [[0, -1.1], [1, -0.05], [0.45, -0.05], [0.45, 0.95], [-0.45, 0.95], [-0.45, -0.05], [-1, -0.05]];
const HEXAGON = [[1, 0], [0.5, 0.87], [-0.5, 0.87], [-1, 0], [-0.5, -0.87], [0.5, -0.87]];

const GLYPHS = {
  triangle: (p, r) => polygon(p, TRIANGLE, r),
  "triangle-right": (p, r) => polygon(p, turned(TRIANGLE, 1), r),
  "triangle-down": (p, r) => polygon(p, turned(TRIANGLE, 2), r),
  "triangle-left": (p, r) => polygon(p, turned(TRIANGLE, 3), r),
  arrow: (p, r) => polygon(p, ARROW, r),
  disc: (p, r) => { p.arc(0, 0, 0.92 * r, 0, TAU); p.closePath(); },
  cross: (p, r) => polygon(p, CROSS, r),
  plus: (p, r) => polygon(p, PLUS, r),
  hexagon: (p, r) => polygon(p, HEXAGON, r * 1.02),
  diamond: (p, r) => polygon(p, [[0, -1.12], [0.8, 0], [0, 1.12], [-0.8, 0]], r),
  square: (p, r) => p.rect(-0.8 * r, -0.8 * r, 1.6 * r, 1.6 * r),
  crescent: (p, r) => {
    p.arc(0, 0, r, 0.35 * Math.PI, 1.65 * Math.PI);
    p.quadraticCurveTo(-0.42 * r, 0, 0.46 * r, 0.89 * r);
    p.closePath();
  },
  "half-disc": (p, r) => { p.arc(0, 0.42 * r, r, Math.PI, TAU); p.closePath(); },
  spark: (p, r) => star(p, 4, 0.38, r),
  burst: (p, r) => star(p, 8, 0.55, r),
  drop: (p, r) => { p.arc(0, 0.25 * r, 0.7 * r, -0.15 * Math.PI, 1.15 * Math.PI); p.lineTo(0, -1.05 * r); p.closePath(); },
  flag: (p, r) => polygon(p, [[-0.7, -1], [0.9, -0.45], [-0.35, 0.1], [-0.35, 1], [-0.7, 1]], r),
  bolt: (p, r) => polygon(p, [[0.3, -1.05], [-0.7, 0.2], [-0.05, 0.2], [-0.3, 1.05], [0.7, -0.25], [0.05, -0.25]], r),
  bar: (p, r) => p.rect(-0.9 * r, -0.36 * r, 1.8 * r, 0.72 * r),
  dot: (p, r) => { p.arc(0, 0, 0.6 * r, 0, TAU); p.closePath(); },
};

function glyphPath(shape, r) {
  const path = new Path2D();
  (GLYPHS[shape] || GLYPHS.dot)(path, r);
  return path;
}

function rgb(colour) {
  const value = parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
/** A colour moved towards another one: `share` 0 keeps it, 1 replaces it. */
function blend(colour, other, share) {
  const a = rgb(colour), b = rgb(other);
  return `rgb(${a.map((v, i) => Math.round(v + (b[i] - v) * share)).join(",")})`;
}
const faded = (colour, alpha) => `rgba(${rgb(colour).join(",")},${alpha})`;

/**
 * Draw one mark around the origin. Filled: asserted. Hollow: claimed. Hollow and struck through: denied.
 * A vague date takes the fill's strength and breaks the outline. The light casing parts a mark from its neighbours and from the ground.
 */
function drawMark(context, style) {
  const { shape, colour, r, claimed, denied, vague, casing } = style;
  const path = glyphPath(shape, r);
  const hollow = claimed || denied;
  const line = Math.max(0.6, Math.min(1.7, r * 0.26));
  context.lineJoin = "round";
  context.setLineDash([]);
  context.strokeStyle = casing;
  context.lineWidth = line * (hollow ? 2.4 : 1.9);
  context.stroke(path);
  context.fillStyle = hollow ? casing : vague ? blend(colour, casing, 0.5) : colour;
  context.fill(path);
  if (hollow || vague) {
    context.strokeStyle = colour;
    context.lineWidth = hollow ? line : line * 0.8;
    if (vague && r > 3.5) context.setLineDash([r * 0.42, r * 0.34]);
    context.stroke(path);
  } else {
    context.strokeStyle = blend(colour, "#000000", 0.28);
    context.lineWidth = Math.max(0.4, r * 0.09);
    context.stroke(path);
  }
  context.setLineDash([]);
  if (!denied) return;
  for (const [width, stroke] of [[line * 2.2, casing], [line * 0.95, colour]]) {
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(-1.05 * r, 1.05 * r);
    context.lineTo(1.05 * r, -1.05 * r);
    context.stroke();
  }
}
