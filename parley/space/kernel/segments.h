/* Segments in one plane: how near two come, and where. */
#ifndef PARLEY_SPACE_SEGMENTS_H
#define PARLEY_SPACE_SEGMENTS_H

#include "plane.h"

typedef struct {
    double ax, ay, bx, by, inverse; /* inverse: 1 / length squared, 0 for a single point */
    uint32_t first, second;         /* vertices */
    int last;                       /* no edge of this chunk begins where this one ends */
} edge;

/* The least distance so far, and where on which edges it is. */
typedef struct {
    double square;
    double px, py, qx, qy, t, s;
    const edge *mine;
    edge theirs;
    int found;
} nearest;

static inline double edge_gap(const edge *a, const edge *b) {
    double x = most(0, most(least(a->ax, a->bx) - most(b->ax, b->bx),
                            least(b->ax, b->bx) - most(a->ax, a->bx)));
    double y = most(0, most(least(a->ay, a->by) - most(b->ay, b->by),
                            least(b->ay, b->by) - most(a->ay, a->by)));
    return x * x + y * y;
}

static inline void edge_close(edge *e) {
    double x = e->bx - e->ax, y = e->by - e->ay, square = x * x + y * y;
    e->inverse = square > 0 ? 1 / square : 0;
}

static inline void corner(nearest *best, const edge *mine, const edge *theirs, int end, int swap) {
    /* The end of one edge (start 0, end 1) against the whole of the other. */
    const edge *c = swap ? theirs : mine, *e = swap ? mine : theirs;
    double px = end ? c->bx : c->ax, py = end ? c->by : c->ay;
    double dx = e->bx - e->ax, dy = e->by - e->ay;
    double t = ((px - e->ax) * dx + (py - e->ay) * dy) * e->inverse;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    double qx = e->ax + t * dx, qy = e->ay + t * dy;
    double square = (px - qx) * (px - qx) + (py - qy) * (py - qy);
    if (square >= best->square) return;
    best->square = square;
    best->px = swap ? qx : px, best->py = swap ? qy : py;
    best->qx = swap ? px : qx, best->qy = swap ? py : qy;
    best->t = swap ? t : end, best->s = swap ? end : t;
    best->mine = mine, best->theirs = *theirs;
    best->found = 1;
}

static inline int crossing(nearest *best, const edge *a, const edge *b) {
    double rx = a->bx - a->ax, ry = a->by - a->ay, sx = b->bx - b->ax, sy = b->by - b->ay;
    double wx = b->ax - a->ax, wy = b->ay - a->ay;
    double under = rx * sy - ry * sx, t = wx * sy - wy * sx, s = wx * ry - wy * rx;
    if (under < 0) under = -under, t = -t, s = -s;
    if (!(under > 0 && t >= 0 && t <= under && s >= 0 && s <= under)) return 0;
    best->square = 0;
    best->t = t / under, best->s = s / under;
    best->px = best->qx = a->ax + best->t * rx;
    best->py = best->qy = a->ay + best->t * ry;
    best->mine = a, best->theirs = *b;
    best->found = 1;
    return 1;
}

static inline void pair(nearest *best, const edge *a, const edge *b) {
    if (a->inverse > 0 && b->inverse > 0 && crossing(best, a, b)) return;
    corner(best, a, b, 0, 0);
    if (a->last) corner(best, a, b, 1, 0);
    corner(best, a, b, 0, 1);
    if (b->last) corner(best, a, b, 1, 1);
}

#endif
