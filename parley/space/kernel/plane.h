/* Points on the ground, tangent planes in which distances from one point are true, and boxes. */
#ifndef PARLEY_SPACE_PLANE_H
#define PARLEY_SPACE_PLANE_H

#include "distance.h"

#include <math.h>
#include <string.h>

#define EARTH_A 6378137.0
#define EARTH_B 6356752.314245179
#define MEAN_R 6371008.8
#define LEAST_R 6335439.0

typedef struct { double at[3], east[3], north[3], up[3]; } frame;
typedef struct { double west, east, south, north; } box;
static inline void metres(const int32_t *xyz, uint32_t vertex, double *out) {
    const int32_t *from = xyz + 3 * (size_t)vertex;
    out[0] = from[0] * PS_UNIT_M;
    out[1] = from[1] * PS_UNIT_M;
    out[2] = from[2] * PS_UNIT_M;
}

static inline double dot(const double *a, const double *b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static inline double chord(const double *a, const double *b) {
    double v[3] = {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    return sqrt(dot(v, v));
}

static inline void to_ground(double *p) {
    double flat = (p[0] * p[0] + p[1] * p[1]) / (EARTH_A * EARTH_A);
    double scale = 1.0 / sqrt(flat + p[2] * p[2] / (EARTH_B * EARTH_B));
    p[0] *= scale, p[1] *= scale, p[2] *= scale;
}

/* The tangent plane at a point on the ground. Its axes follow no meridian, so that a pole is a
 * point like any other. */
static inline void frame_at(frame *f, const double *at) {
    memcpy(f->at, at, sizeof f->at);
    double up[3] = {at[0] / (EARTH_A * EARTH_A), at[1] / (EARTH_A * EARTH_A),
                    at[2] / (EARTH_B * EARTH_B)};
    double length = sqrt(dot(up, up));
    for (int k = 0; k < 3; k++) f->up[k] = up[k] /= length;
    if (fabs(up[2]) < 0.9) {
        double flat = hypot(up[0], up[1]);
        f->east[0] = -up[1] / flat, f->east[1] = up[0] / flat, f->east[2] = 0;
    } else {
        double side = hypot(up[1], up[2]);
        f->east[0] = 0, f->east[1] = up[2] / side, f->east[2] = -up[1] / side;
    }
    f->north[0] = up[1] * f->east[2] - up[2] * f->east[1];
    f->north[1] = up[2] * f->east[0] - up[0] * f->east[2];
    f->north[2] = up[0] * f->east[1] - up[1] * f->east[0];
}

static inline double least(double a, double b) { return a < b ? a : b; }
static inline double most(double a, double b) { return a > b ? a : b; }

/* asin(w) / (w sqrt(1 - w^2)) for w^2: arc length over projected length. */
static inline double stretch(double square) {
    if (square < 0.01)
        return 1 + square * (2.0 / 3 + square * (8.0 / 15 + square * (16.0 / 35 + square *
               (128.0 / 315 + square * (256.0 / 693)))));
    if (square > 1 - 1e-12) square = 1 - 1e-12;
    double w = sqrt(square);
    return asin(w) / (w * sqrt(1 - square));
}

static inline void project(const frame *f, const int32_t *xyz, uint32_t vertex, double *x,
                           double *y) {
    double v[3];
    metres(xyz, vertex, v);
    v[0] -= f->at[0], v[1] -= f->at[1], v[2] -= f->at[2];
    double down = dot(v, f->up), chord = dot(v, v);
    double dip = chord > 0 ? down * down / chord : 0;
    /* No chord dips deeper than this; what a vertex right at the origin shows is its rounding. */
    double by = stretch(least(dip, chord / (4 * LEAST_R * LEAST_R)));
    *x = by * dot(v, f->east);
    *y = by * dot(v, f->north);
}

static inline void box_none(box *b) {
    b->west = b->south = INFINITY;
    b->east = b->north = -INFINITY;
}

static inline void box_add(box *b, double x, double y) {
    b->west = least(b->west, x), b->east = most(b->east, x);
    b->south = least(b->south, y), b->north = most(b->north, y);
}

static inline double box_gap(const box *a, const box *b) {
    double x = most(0, most(a->west - b->east, b->west - a->east));
    double y = most(0, most(a->south - b->north, b->south - a->north));
    return x * x + y * y;
}

#endif
