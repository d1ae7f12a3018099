import { pathPoints } from '../flow/path';
import { bodyFrom, edgeWidth, ringWidth } from './looks';

/** Texels of a row of the table: the path's points, then its measures, its dash, and its two colours. */
export const texels = {
  measures: pathPoints,
  dash: pathPoints + 1,
  body: pathPoints + 2,
  edge: pathPoints + 3,
} as const;
export const rowTexels = pathPoints + 4;

const float = (value: number): string => value.toFixed(4);

const head = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;`;

const place = `
uniform vec2 size;
vec4 placed(vec2 at) {
  return vec4(at.x / size.x * 2.0 - 1.0, 1.0 - at.y / size.y * 2.0, 0.0, 1.0);
}`;

/** A strip along a path, one instance a row of the table, half a device pixel wider than its ribbon on either side. */
export const ribbonVertex = `${head}${place}
uniform sampler2D table;
uniform int firstRow;
uniform float resolution;
out vec2 inRibbon;
flat out float width;
flat out vec4 dash;
flat out vec3 body;
flat out vec3 edge;
void main() {
  int row = firstRow + gl_InstanceID;
  int point = gl_VertexID / 2;
  float side = float(gl_VertexID % 2) * 2.0 - 1.0;
  vec4 at = texelFetch(table, ivec2(point, row), 0);
  vec4 measures = texelFetch(table, ivec2(${texels.measures}, row), 0);
  width = measures.x;
  float reach = side * (width * 0.5 + 1.0 / resolution);
  inRibbon = vec2(measures.y * float(point) / ${float(pathPoints - 1)}, reach);
  dash = texelFetch(table, ivec2(${texels.dash}, row), 0);
  body = texelFetch(table, ivec2(${texels.body}, row), 0).rgb;
  edge = texelFetch(table, ivec2(${texels.edge}, row), 0).rgb;
  gl_Position = placed(at.xy + at.zw * reach);
}`;

/** The share of a pixel that a ribbon covers is its opacity, exactly, also of ribbons thinner than a pixel. */
export const ribbonFragment = `${head}
uniform float resolution;
in vec2 inRibbon;
flat in float width;
flat in vec4 dash;
flat in vec3 body;
flat in vec3 edge;
out vec4 colour;
void main() {
  float halfWidth = width * 0.5 * resolution;
  float off = abs(inRibbon.y) * resolution;
  float covered = clamp(min(halfWidth, off + 0.5) - max(-halfWidth, off - 0.5), 0.0, 1.0);
  float isEdge = width < ${float(bodyFrom)} ? 1.0 : clamp(off - halfWidth + ${float(edgeWidth)} * resolution + 0.5, 0.0, 1.0);
  float along = mod(inRibbon.x, dash.x + dash.y);
  float drawn = dash.y == 0.0 ? 1.0 : clamp(min(along, dash.x - along) * resolution + 0.5, 0.0, 1.0);
  float inked = isEdge * drawn;
  float opacity = covered * mix(1.0, inked, dash.z);
  colour = vec4(mix(body, edge, inked) * opacity, opacity);
}`;

/**
 * A point for each particle, whose place follows from its seed and how far its stream has come. Points, not instances of
 * squares: where a program plays the graphics processor, each instance costs it ten times what a point does.
 */
export const particleVertex = `${head}${place}
uniform sampler2D table;
uniform int row;
uniform float share;
uniform float count;
uniform float reach;
uniform float radius;
uniform float resolution;
layout(location = 0) in vec2 seed;
flat out float strength;
void main() {
  float along = fract(seed.x + share) * ${float(pathPoints - 1)};
  int point = min(int(along), ${pathPoints - 2});
  float rest = along - float(point);
  vec4 before = texelFetch(table, ivec2(point, row), 0);
  vec4 after = texelFetch(table, ivec2(point + 1, row), 0);
  vec4 at = mix(before, after, rest);
  strength = clamp(count - float(gl_VertexID), 0.0, 1.0);
  gl_PointSize = 2.0 * (radius * resolution + 1.0);
  gl_Position = placed(at.xy + at.zw * (seed.y * 2.0 - 1.0) * reach);
}`;

export const particleFragment = `${head}
uniform float radius;
uniform float resolution;
uniform float isRing;
uniform vec3 ink;
flat in float strength;
out vec4 colour;
void main() {
  float off = length(gl_PointCoord * 2.0 - 1.0) * (radius + 1.0 / resolution);
  float disc = clamp((radius - off) * resolution + 0.5, 0.0, 1.0);
  float hole = clamp((radius - ${float(ringWidth)} - off) * resolution + 0.5, 0.0, 1.0);
  float opacity = strength * (disc - hole * isRing);
  colour = vec4(ink * opacity, opacity);
}`;
