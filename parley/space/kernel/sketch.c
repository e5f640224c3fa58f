/* Most pairs are decided by centimetres nowhere: a drawing in one plane decides them.

   Every vertex is dropped straight onto the plane that touches the earth at the anchor of the leg
   asked about. Dropping never lengthens, so a distance in the plane is never more than along the
   ground; and it is less by at most one part in 1/(x^2), x being how far the farthest point lies
   from the anchor in earth radii: 1 - cos(x) for the slope, x^2/6 for the arc over its chord. An
   edge of 5 km bulges half a metre upwards, which seen from 60 km off moves it by 5 mm. What is not
   certain by more than all of that is left to the exact measure. */
#include "sketch.h"

#include <math.h>
#include <stdlib.h>

#define FLAT 60000.0 /* metres from the anchor within which the drawing is trusted */
#define LEAST_R 6335439.0
#define UPRIGHT 1.0067394967422764 /* (a/b)^2: turns the line from the centre into the vertical */
#define DOUBT 0.1    /* metres: twice the bulge and all rounding */

static double least(double a, double b) { return a < b ? a : b; }
static double most(double a, double b) { return a > b ? a : b; }

static void drop(const sketch_t *s, const int32_t *at, double *x, double *y)
{
    const int32_t *anchor = s->leg->anchor;
    double dx = (double)at[0] - anchor[0], dy = (double)at[1] - anchor[1];
    double dz = (double)at[2] - anchor[2];
    *x = (dx * s->east[0] + dy * s->east[1] + dz * s->east[2]) * PS_UNIT_M;
    *y = (dx * s->north[0] + dy * s->north[1] + dz * s->north[2]) * PS_UNIT_M;
}

static void turn(double *a)
{
    double length = sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
    for (int k = 0; k < 3; k++)
        a[k] /= length;
}

/* East and north at the anchor; near a pole any two directions across the vertical. */
static void set_plane(sketch_t *s)
{
    const int32_t *at = s->leg->anchor;
    double up[3] = {at[0], at[1], at[2] * UPRIGHT};
    turn(up);
    s->east[0] = fabs(up[2]) < 0.9 ? -up[1] : 0;
    s->east[1] = fabs(up[2]) < 0.9 ? up[0] : up[2];
    s->east[2] = fabs(up[2]) < 0.9 ? 0 : -up[1];
    turn(s->east);
    s->north[0] = up[1] * s->east[2] - up[2] * s->east[1];
    s->north[1] = up[2] * s->east[0] - up[0] * s->east[2];
    s->north[2] = up[0] * s->east[1] - up[1] * s->east[0];
}

static uint32_t strokes_of(uint8_t kind, uint32_t vertices)
{
    if (vertices <= 1)
        return vertices;
    return kind == PS_AREA ? vertices : vertices - 1;
}

static void finish(stroke_t *e)
{
    double x = e->bx - e->ax, y = e->by - e->ay, square = x * x + y * y;
    e->inverse = square > 0 ? 1 / square : 0;
}

static void draw(sketch_t *s, const ps_leg *leg)
{
    s->box[0] = s->box[1] = INFINITY;
    s->box[2] = s->box[3] = -INFINITY;
    for (uint32_t r = 0; r < leg->rings; r++) {
        uint32_t first = leg->vertex_first[r], count = leg->vertex_first[r + 1] - first;
        uint32_t edges = strokes_of(leg->kind, count);
        for (uint32_t i = 0; i < edges; i++) {
            stroke_t *e = &s->strokes[s->count++];
            uint32_t next = first + (i + 1 < count ? i + 1 : 0);
            drop(s, leg->xyz + (size_t)(first + i) * 3, &e->ax, &e->ay);
            drop(s, leg->xyz + (size_t)next * 3, &e->bx, &e->by);
            finish(e);
            s->box[0] = least(s->box[0], least(e->ax, e->bx));
            s->box[1] = least(s->box[1], least(e->ay, e->by));
            s->box[2] = most(s->box[2], most(e->ax, e->bx));
            s->box[3] = most(s->box[3], most(e->ay, e->by));
        }
    }
}

/* Draw a leg; -1 when out of memory. A leg too large to be drawn is never sure of anything. */
int sketch_open(sketch_t *s, const ps_leg *leg, double inner_m)
{
    s->leg = leg;
    s->inner_m = inner_m;
    s->count = 0;
    s->strokes = NULL;
    if (!(leg->outer_m < FLAT))
        return 0;
    s->strokes = malloc(
        ((size_t)leg->vertex_first[leg->rings] - leg->vertex_first[0] + 1) * sizeof *s->strokes);
    if (!s->strokes)
        return -1;
    set_plane(s);
    draw(s, leg);
    return 0;
}

void sketch_close(sketch_t *s)
{
    free(s->strokes);
    s->strokes = NULL;
}

static double from_end(double px, double py, const stroke_t *e)
{
    double dx = e->bx - e->ax, dy = e->by - e->ay;
    double t = ((px - e->ax) * dx + (py - e->ay) * dy) * e->inverse;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    dx = px - e->ax - t * dx;
    dy = py - e->ay - t * dy;
    return dx * dx + dy * dy;
}

static int crossed(const stroke_t *a, const stroke_t *b)
{
    double rx = a->bx - a->ax, ry = a->by - a->ay, sx = b->bx - b->ax, sy = b->by - b->ay;
    double wx = b->ax - a->ax, wy = b->ay - a->ay, under = rx * sy - ry * sx;
    double t = wx * sy - wy * sx, s = wx * ry - wy * rx;
    if (under < 0)
        under = -under, t = -t, s = -s;
    return under > 0 && t >= 0 && t <= under && s >= 0 && s <= under;
}

/* Squared distance of two strokes. */
static double between(const stroke_t *a, const stroke_t *b)
{
    double square = least(from_end(a->ax, a->ay, b), from_end(b->ax, b->ay, a));
    if (a->inverse > 0 && b->inverse > 0 && crossed(a, b))
        return 0;
    return least(square, least(from_end(a->bx, a->by, b), from_end(b->bx, b->by, a)));
}

typedef struct {
    double near2, far, far2; /* squared where the name says so */
    int unsure;              /* a pair lay between the two */
} limits_t;

/* One stroke of the other leg against all of ours: 1 as soon as one is surely near. */
static int stroke_near(const sketch_t *s, const stroke_t *b, limits_t *limits)
{
    double x0 = least(b->ax, b->bx) - limits->far, x1 = most(b->ax, b->bx) + limits->far;
    double y0 = least(b->ay, b->by) - limits->far, y1 = most(b->ay, b->by) + limits->far;
    if (x0 > s->box[2] || x1 < s->box[0] || y0 > s->box[3] || y1 < s->box[1])
        return 0;
    for (uint32_t i = 0; i < s->count; i++) {
        const stroke_t *a = s->strokes + i;
        double square;
        if ((a->ax < x0 && a->bx < x0) || (a->ax > x1 && a->bx > x1) ||
            (a->ay < y0 && a->by < y0) || (a->ay > y1 && a->by > y1))
            continue;
        square = between(a, b);
        if (square <= limits->near2)
            return 1;
        limits->unsure |= square <= limits->far2;
    }
    return 0;
}

static int crosses_east(double x0, double y0, double x1, double y1, double px, double py)
{
    if ((y0 >= py) == (y1 >= py))
        return 0;
    return x0 + (x1 - x0) * ((py - y0) / (y1 - y0)) > px;
}

/* Whether a corner of any of the other's rings lies inside ours. */
static int holds_theirs(const sketch_t *s, const ps_leg *other)
{
    if (s->leg->kind != PS_AREA)
        return 0;
    for (uint32_t r = 0; r < other->rings; r++) {
        double x, y;
        int inside = 0;
        if (other->vertex_first[r] == other->vertex_first[r + 1])
            continue;
        drop(s, other->xyz + (size_t)other->vertex_first[r] * 3, &x, &y);
        for (uint32_t i = 0; i < s->count; i++) {
            const stroke_t *e = s->strokes + i;
            inside ^= crosses_east(e->ax, e->ay, e->bx, e->by, x, y);
        }
        if (inside)
            return 1;
    }
    return 0;
}

/* Whether a corner of any of our rings lies inside the other. */
static int holds_ours(const sketch_t *s, const ps_leg *other)
{
    if (other->kind != PS_AREA)
        return 0;
    for (uint32_t mine = 0; mine < s->leg->rings; mine++) {
        double px, py, x0, y0, x1, y1;
        int inside = 0;
        if (s->leg->vertex_first[mine] == s->leg->vertex_first[mine + 1])
            continue;
        drop(s, s->leg->xyz + (size_t)s->leg->vertex_first[mine] * 3, &px, &py);
        for (uint32_t r = 0; r < other->rings; r++) {
            uint32_t first = other->vertex_first[r], end = other->vertex_first[r + 1];
            if (first == end)
                continue;
            drop(s, other->xyz + (size_t)(end - 1) * 3, &x0, &y0);
            for (uint32_t i = first; i < end; i++, x0 = x1, y0 = y1) {
                drop(s, other->xyz + (size_t)i * 3, &x1, &y1);
                inside ^= crosses_east(x0, y0, x1, y1, px, py);
            }
        }
        if (inside)
            return 1;
    }
    return 0;
}

/* Whether the core distance is surely at most, or surely more than, `reach_m`, radii included;
   `chord_m` is between the two anchors. */
int sketch_look(const sketch_t *s, const ps_leg *other, double chord_m, double reach_m)
{
    double wide = most(s->leg->outer_m, chord_m + other->outer_m), x = wide / LEAST_R;
    double doubt = DOUBT + ps_slack(reach_m), slope = 1 - 0.75 * x * x;
    double near = (reach_m - doubt) * slope - DOUBT;
    /* All within the inner circle is ours, buffer included: a corner that near the anchor decides. */
    double inner = (reach_m - s->leg->radius_m + s->inner_m - doubt) * slope - DOUBT;
    limits_t limits = {near * near, reach_m + doubt, (reach_m + doubt) * (reach_m + doubt), 0};
    if (!s->strokes || !(wide < FLAT) || near < 1)
        return UNSURE;
    if (!(s->inner_m > 0)) /* the anchor may lie outside */
        inner = 0;
    for (uint32_t r = 0; r < other->rings; r++) {
        uint32_t first = other->vertex_first[r], count = other->vertex_first[r + 1] - first;
        uint32_t edges = strokes_of(other->kind, count);
        stroke_t b;
        if (!count)
            continue;
        drop(s, other->xyz + (size_t)first * 3, &b.ax, &b.ay);
        for (uint32_t i = 0; i < edges; i++, b.ax = b.bx, b.ay = b.by) {
            uint32_t next = first + (i + 1 < count ? i + 1 : 0);
            drop(s, other->xyz + (size_t)next * 3, &b.bx, &b.by);
            if (inner > 0 && b.bx * b.bx + b.by * b.by <= inner * inner)
                return SURELY_NEAR;
            finish(&b);
            if (stroke_near(s, &b, &limits))
                return SURELY_NEAR;
        }
    }
    if (limits.unsure)
        return UNSURE;
    return holds_theirs(s, other) || holds_ours(s, other) ? SURELY_NEAR : SURELY_FAR;
}
