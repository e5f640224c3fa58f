/* Exact distance between two legs. How:
 *
 * The querying leg is cut into chunks of at most CHUNK_M; each has a tangent plane at its middle,
 * in which directions and distances from that middle are true (azimuthal equidistant, by the angle
 * at which a chord dips under the plane, so that the ellipsoid's curvature in every direction is the
 * right one). A plane distance between p and q then overstates by at most |p||q|/(6 R^2) of itself
 * with p in the chunk: under 1 ppm, and most of that is taken away again. In the plane everything is
 * segments: boundaries that cross are at distance 0, else the least distance is at a corner.
 * Whether one leg lies inside the other is a count of crossings along half of one normal section,
 * which knows no seam and no pole.
 */
#include "segments.h"

#include <stdlib.h>

#define CHUNK_M 15000.0
#define BLOCK 16
typedef struct { frame plane; box bounds; double reach; uint32_t begin, end, block; } chunk;
struct ps_query {
    ps_leg leg;
    edge *edges;
    box *blocks; /* one per BLOCK edges of a chunk */
    chunk *chunks;
    uint32_t edge_count, chunk_count;
};

/* Edges of a ring of `count` vertices: closed in an area, open in a track, one point in a spot. */
static uint32_t ring_edges(uint8_t kind, uint32_t count) {
    if (count <= 1) return count;
    return kind == PS_AREA ? count : count - 1;
}

static uint32_t ring_next(uint32_t first, uint32_t count, uint32_t i) {
    return first + (i + 1 < count ? i + 1 : 0);
}

double ps_arc_high(double chord_m) {
    double half = chord_m / (2 * LEAST_R);
    return half >= 1 ? INFINITY : 2 * LEAST_R * asin(half) + 0.01;
}

ps_leg ps_leg_at(const ps_legs *legs, uint32_t i) {
    uint32_t ring = legs->ring_first[i];
    ps_leg leg = {legs->xyz,           legs->vertex_first + ring, legs->anchor + 3 * (size_t)i,
                  legs->ring_first[i + 1] - ring, legs->kind[i], legs->radius_m[i],
                  legs->outer_m[i]};
    return leg;
}

/* ---- making a query ready ---- */

static void list_edges(ps_query *q) {
    uint32_t n = 0;
    for (uint32_t r = 0; r < q->leg.rings; r++) {
        uint32_t first = q->leg.vertex_first[r], count = q->leg.vertex_first[r + 1] - first;
        uint32_t edges = ring_edges(q->leg.kind, count);
        for (uint32_t i = 0; i < edges; i++) {
            edge *e = q->edges + n++;
            e->first = first + i;
            e->second = ring_next(first, count, i);
            e->last = i + 1 == edges && q->leg.kind != PS_AREA;
        }
    }
}

/* Takes edges from `begin` while they fit into a ball of CHUNK_M; the middle of them on the ground. */
static uint32_t chunk_end(const ps_query *q, uint32_t begin, double *middle) {
    double low[3] = {INFINITY, INFINITY, INFINITY}, high[3] = {-INFINITY, -INFINITY, -INFINITY};
    uint32_t i = begin;
    for (; i < q->edge_count; i++) {
        double p[2][3], wide = 0, grown_low[3], grown_high[3];
        metres(q->leg.xyz, q->edges[i].first, p[0]);
        metres(q->leg.xyz, q->edges[i].second, p[1]);
        for (int k = 0; k < 3; k++) {
            grown_low[k] = least(low[k], least(p[0][k], p[1][k]));
            grown_high[k] = most(high[k], most(p[0][k], p[1][k]));
            wide += (grown_high[k] - grown_low[k]) * (grown_high[k] - grown_low[k]);
        }
        if (i > begin && wide > 4 * CHUNK_M * CHUNK_M) break;
        memcpy(low, grown_low, sizeof low);
        memcpy(high, grown_high, sizeof high);
    }
    for (int k = 0; k < 3; k++) middle[k] = (low[k] + high[k]) / 2;
    to_ground(middle);
    return i;
}

static void chunk_fill(ps_query *q, chunk *c) {
    box_none(&c->bounds);
    for (uint32_t i = c->begin; i < c->end; i++) {
        edge *e = q->edges + i;
        box *block = q->blocks + c->block + (i - c->begin) / BLOCK;
        project(&c->plane, q->leg.xyz, e->first, &e->ax, &e->ay);
        project(&c->plane, q->leg.xyz, e->second, &e->bx, &e->by);
        edge_close(e);
        /* An end that no later edge of the chunk begins at must be measured for itself. */
        if (i + 1 == c->end || q->edges[i + 1].first != e->second) e->last = 1;
        if ((i - c->begin) % BLOCK == 0) box_none(block);
        box_add(block, e->ax, e->ay), box_add(block, e->bx, e->by);
        box_add(&c->bounds, e->ax, e->ay), box_add(&c->bounds, e->bx, e->by);
        c->reach = most(c->reach, most(hypot(e->ax, e->ay), hypot(e->bx, e->by)));
    }
}

/* Cuts the edges into chunks; with `into` NULL it only counts them and their blocks. */
static void cut(ps_query *q, chunk *into, uint32_t *chunks, uint32_t *blocks) {
    uint32_t begin = 0;
    *chunks = *blocks = 0;
    while (begin < q->edge_count) {
        double middle[3];
        uint32_t end = chunk_end(q, begin, middle);
        if (into) {
            chunk *c = into + *chunks;
            c->begin = begin, c->end = end, c->block = *blocks, c->reach = 0;
            frame_at(&c->plane, middle);
        }
        *chunks += 1;
        *blocks += (end - begin + BLOCK - 1) / BLOCK;
        begin = end;
    }
}

ps_query *ps_query_open(const ps_leg *leg) {
    uint32_t blocks;
    ps_query *q = calloc(1, sizeof *q);
    if (!q) return NULL;
    q->leg = *leg;
    for (uint32_t r = 0; r < leg->rings; r++)
        q->edge_count += ring_edges(leg->kind, leg->vertex_first[r + 1] - leg->vertex_first[r]);
    q->edges = malloc(((size_t)q->edge_count + 1) * sizeof *q->edges);
    if (q->edges) {
        list_edges(q);
        cut(q, NULL, &q->chunk_count, &blocks);
        q->blocks = malloc(((size_t)blocks + 1) * sizeof *q->blocks);
        q->chunks = malloc(((size_t)q->chunk_count + 1) * sizeof *q->chunks);
    }
    if (!q->edges || !q->blocks || !q->chunks) {
        ps_query_close(q);
        return NULL;
    }
    cut(q, q->chunks, &q->chunk_count, &blocks);
    for (uint32_t i = 0; i < q->chunk_count; i++) chunk_fill(q, q->chunks + i);
    return q;
}

void ps_query_close(ps_query *query) {
    if (!query) return;
    free(query->edges);
    free(query->blocks);
    free(query->chunks);
    free(query);
}

/* ---- inside or not ---- */

/* True when the ground point lies inside an odd number of the leg's rings: boundaries crossed by the
 * half section that leaves it eastward and ends on the far side of the earth, which no shape holds. */
static int holds(const ps_leg *leg, const double *point) {
    frame f;
    int inside = 0;
    if (leg->kind != PS_AREA) return 0;
    frame_at(&f, point);
    for (uint32_t r = 0; r < leg->rings; r++) {
        uint32_t first = leg->vertex_first[r], end = leg->vertex_first[r + 1];
        double v[3], x0, y0, x1, y1;
        if (first == end) continue;
        metres(leg->xyz, end - 1, v);
        v[0] -= point[0], v[1] -= point[1], v[2] -= point[2];
        x0 = dot(v, f.east), y0 = dot(v, f.north);
        for (uint32_t i = first; i < end; i++, x0 = x1, y0 = y1) {
            metres(leg->xyz, i, v);
            v[0] -= point[0], v[1] -= point[1], v[2] -= point[2];
            x1 = dot(v, f.east), y1 = dot(v, f.north);
            if ((y0 >= 0) == (y1 >= 0)) continue;
            inside ^= x0 + (x1 - x0) * (y0 / (y0 - y1)) > 0;
        }
    }
    return inside;
}

/* A corner of any ring of `inner` inside `outer`; where no boundaries cross this is all there is. */
static int holds_any(const ps_leg *outer, const ps_leg *inner, ps_found *found) {
    double middle[3], point[3];
    if (outer->kind != PS_AREA) return 0;
    metres(outer->anchor, 0, middle);
    for (uint32_t r = 0; r < inner->rings; r++) {
        if (inner->vertex_first[r] == inner->vertex_first[r + 1]) continue;
        metres(inner->xyz, inner->vertex_first[r], point);
        if (chord(point, middle) > outer->outer_m + 1.0 || !holds(outer, point)) continue;
        found->core_m = 0;
        memcpy(found->a, point, sizeof point);
        memcpy(found->b, point, sizeof point);
        return 1;
    }
    return 0;
}

/* ---- segments in one plane ---- */

/* Up to BLOCK edges of the other leg against the edges of one chunk. */
static void block_against(const ps_query *q, const chunk *c, const edge *theirs, uint32_t count,
                          nearest *best) {
    box bounds;
    box_none(&bounds);
    for (uint32_t j = 0; j < count; j++)
        box_add(&bounds, theirs[j].ax, theirs[j].ay), box_add(&bounds, theirs[j].bx, theirs[j].by);
    if (box_gap(&bounds, &c->bounds) >= best->square) return;
    for (uint32_t begin = c->begin, b = c->block; begin < c->end; begin += BLOCK, b++) {
        uint32_t end = begin + BLOCK < c->end ? begin + BLOCK : c->end;
        if (box_gap(&bounds, q->blocks + b) >= best->square) continue;
        for (uint32_t j = 0; j < count; j++)
            for (uint32_t i = begin; i < end; i++) {
                if (edge_gap(q->edges + i, theirs + j) >= best->square) continue;
                pair(best, q->edges + i, theirs + j);
                if (best->square <= 0) return;
            }
    }
}

static void ring_against(const ps_query *q, const chunk *c, const ps_leg *other, uint32_t ring,
                         nearest *best, double enough) {
    uint32_t first = other->vertex_first[ring], count = other->vertex_first[ring + 1] - first;
    uint32_t edges = ring_edges(other->kind, count), filled = 0;
    edge block[BLOCK];
    double x, y;
    if (!edges) return;
    project(&c->plane, other->xyz, first, &x, &y);
    for (uint32_t i = 0; i < edges; i++) {
        edge *e = block + filled++;
        e->first = first + i, e->second = ring_next(first, count, i);
        e->ax = x, e->ay = y;
        if (e->second != e->first) project(&c->plane, other->xyz, e->second, &x, &y);
        e->bx = x, e->by = y;
        e->last = i + 1 == edges && other->kind != PS_AREA;
        edge_close(e);
        if (filled < BLOCK && i + 1 < edges) continue;
        block_against(q, c, block, filled, best);
        if (best->square <= enough) return;
        filled = 0;
    }
}

/* ---- the measure ---- */

static void point_on(const int32_t *xyz, const edge *e, double t, double *out) {
    double a[3], b[3];
    metres(xyz, e->first, a);
    metres(xyz, e->second, b);
    for (int k = 0; k < 3; k++) out[k] = a[k] + t * (b[k] - a[k]);
    to_ground(out);
}

static double curved(const nearest *best) {
    double turn = best->px * best->qy - best->py * best->qx;
    double square = best->square - turn * turn / (3 * MEAN_R * MEAN_R);
    return square > 0 ? sqrt(square) : 0;
}

/* How near the balls around a chunk and around the other leg can come, along a straight line. */
static double ball_gap(const chunk *c, const ps_leg *other) {
    double middle[3];
    metres(other->anchor, 0, middle);
    return chord(c->plane.at, middle) - c->reach - other->outer_m;
}

static void chunk_against(const ps_query *q, const chunk *c, const ps_leg *other, double enough,
                          nearest *best) {
    double gap = ball_gap(c, other);
    if (gap > 0 && gap * gap >= best->square) return;
    for (uint32_t r = 0; r < other->rings && best->square > enough; r++)
        ring_against(q, c, other, r, best, enough);
}

/* No way along the ground is shorter than straight through the earth. Only on its far side, where a
 * plane shows every direction as one point, is the plane's distance ever less. */
static double straight_gap(const ps_leg *one, const ps_leg *other) {
    double a[3], b[3];
    metres(one->anchor, 0, a);
    metres(other->anchor, 0, b);
    return chord(a, b) - (one->outer_m - one->radius_m) - (other->outer_m - other->radius_m);
}

int ps_measure(ps_query *q, const ps_leg *other, double enough_m, double beyond_m,
               ps_found *found) {
    double enough = enough_m > 0 ? enough_m * enough_m : 0, closest = INFINITY;
    /* A little more than asked for, so that what the plane overstates is not lost. */
    double limit = beyond_m * (1 + 1e-5) + 1;
    nearest best = {.square = isinf(limit) ? INFINITY : limit * limit};
    uint32_t start = 0;
    found->core_m = INFINITY;
    if (holds_any(other, &q->leg, found) || holds_any(&q->leg, other, found)) return 0;
    for (uint32_t i = 0; i < q->chunk_count && q->chunk_count > 1; i++) {
        double gap = ball_gap(q->chunks + i, other);
        if (gap < closest) closest = gap, start = i;
    }
    /* The likeliest chunk first: what it finds lets most others be passed over. */
    if (q->chunk_count) chunk_against(q, q->chunks + start, other, enough, &best);
    for (uint32_t i = 0; i < q->chunk_count && best.square > enough; i++)
        if (i != start) chunk_against(q, q->chunks + i, other, enough, &best);
    if (!best.found) return 0;
    double core = most(straight_gap(&q->leg, other), curved(&best));
    if (core > beyond_m) return 0;
    found->core_m = core;
    point_on(q->leg.xyz, best.mine, best.t, found->a);
    point_on(other->xyz, &best.theirs, best.s, found->b);
    return 0;
}

int ps_measure_many(const ps_legs *a, uint32_t i, const ps_legs *b, const uint32_t *which,
                    size_t count, double beyond_m, double *core_m, double *points) {
    ps_leg mine = ps_leg_at(a, i);
    ps_query *query = ps_query_open(&mine);
    if (!query) return -1;
    for (size_t k = 0; k < count; k++) {
        ps_leg other = ps_leg_at(b, which[k]);
        ps_found found;
        memset(&found, 0, sizeof found);
        ps_measure(query, &other, 0, beyond_m, &found);
        core_m[k] = found.core_m;
        if (!points) continue;
        memcpy(points + 6 * k, found.a, sizeof found.a);
        memcpy(points + 6 * k + 3, found.b, sizeof found.b);
    }
    ps_query_close(query);
    return 0;
}
