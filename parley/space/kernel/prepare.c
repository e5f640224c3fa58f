/* Edges cut into short ones, circles and boxes around what comes out. Rounded outward throughout. */
#include "prepare.h"
#include "distance.h"
#include "sphere.h"

#include <stdlib.h>
#include <string.h>

#define CUT_M 4995.0      /* a little less than EDGE_M of prepared.py */
#define LONG_M 100000.0   /* up to here a lifted chord is the geodesic within 1.3 mm */
#define BEND_M 0.01       /* how far a cut straight edge may lie from the geodesic */
#define STEP_M 0.02       /* more than the rounding of any two vertices and of float32 radii */
#define MOST_PIECES 1000000.0
#define HALF INT64_C(1800000000)
#define TURN INT64_C(3600000000)
#define POLE INT64_C(900000000)

int put(bytes_t *into, const void *from, size_t size)
{
    if (into->used + size > into->room) {
        size_t room = (into->used + size) * 2 + 256;
        char *more = realloc(into->at, room);
        if (!more)
            return NO_MEMORY;
        into->at = more;
        into->room = room;
    }
    memcpy(into->at + into->used, from, size);
    into->used += size;
    return DONE;
}

void ready_free(ready_t *made)
{
    for (int i = 0; i < COLUMNS; i++)
        free(made->column[i].at);
}

/* The next float that is not less. */
float up32(double metres)
{
    float near = (float)metres;
    return (double)near < metres ? nextafterf(near, INFINITY) : near;
}

int put_vertex(ready_t *made, const double *at)
{
    int32_t steps[3];
    for (int k = 0; k < 3; k++)
        steps[k] = (int32_t)rint(at[k] * 256);
    return put(&made->column[XYZ], steps, sizeof steps);
}

static double turned(double degrees)
{
    return degrees >= 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
}

static void place(corner_t *c, double lon, double lat)
{
    double sine, cosine, wide, flat;
    c->lon = lon, c->lat = lat;
    sine_cosine(lat, &c->sine, &c->cosine);
    sine_cosine(lon, &sine, &cosine);
    wide = EARTH_A / sqrt(1 - E2 * (c->sine * c->sine));
    flat = wide * c->cosine;
    c->at[0] = flat * cosine, c->at[1] = flat * sine, c->at[2] = wide * (1 - E2) * c->sine;
}

/* ---- edges ---- */

typedef struct { double east, north, sine, cosine; } slope_t;

static slope_t slope(const corner_t *a, const corner_t *b)
{
    slope_t s;
    double one = fabs(a->sine), other = fabs(b->sine);
    s.east = turned(b->lon - a->lon) * RADIAN;
    s.north = (b->lat - a->lat) * RADIAN;
    s.sine = one > other ? one : other;
    s.cosine = a->lat * b->lat < 0 ? 1 : a->cosine > b->cosine ? a->cosine : b->cosine;
    return s;
}

/* About how far the straight edge and the geodesic lie apart; see cutting.py. */
static double bent(const slope_t *s)
{
    double over = s->east * s->east * s->sine * s->cosine, along = 2 * s->sine * s->north * s->east;
    return EARTH_A / 8 * sqrt(over * over + along * along);
}

double bent_m(const corner_t *a, const corner_t *b)
{
    slope_t s = slope(a, b);
    return bent(&s);
}

static double pieces(uint8_t rule, const corner_t *a, const corner_t *b, double chord)
{
    double parts = ceil(arc_above(chord) / CUT_M), least;
    if (rule != GEODESIC) {
        slope_t s = slope(a, b);
        double across = s.east * s.cosine;
        least = ceil(sqrt(bent(&s) / BEND_M));
        parts = least > parts ? least : parts;
        /* Along a straight edge the way may be far longer than the chord: half a polar circle. */
        least = ceil(EARTH_A / sqrt(1 - E2) * sqrt(across * across + s.north * s.north) / CUT_M);
        parts = least > parts ? least : parts;
    }
    return parts > 1 ? parts : 1;
}

/* The point of the geodesic a share of the way along its chord, lifted along the vertical. */
static void along_geodesic(const double *a, const double *b, double share, double *at)
{
    double up[3], q[3], n[3], aa, bb, cc, rise;
    static const double axis[3] = {EARTH_A, EARTH_A, EARTH_B};
    for (int k = 0; k < 3; k++) {
        at[k] = a[k] + share * (b[k] - a[k]);
        up[k] = at[k] / (axis[k] * axis[k]);
    }
    unit3(up);
    for (int k = 0; k < 3; k++)
        q[k] = at[k] / axis[k], n[k] = up[k] / axis[k];
    aa = dot3(n, n), bb = dot3(q, n), cc = dot3(q, q) - 1;
    rise = -cc / (bb + sqrt(bb * bb - aa * cc));
    for (int k = 0; k < 3; k++)
        at[k] = at[k] + rise * up[k];
}

int cut_edge(ready_t *made, const double *a, const double *b, double parts)
{
    double at[3];
    for (double k = 1; k < parts; k++) {
        along_geodesic(a, b, k / parts, at);
        if (put_vertex(made, at))
            return NO_MEMORY;
    }
    return DONE;
}

/* The inner points of an edge; how far the two readings of an unknown one lie apart. */
static int cut_ruled(ready_t *made, uint8_t rule, const corner_t *a, const corner_t *b,
                     double parts, double *widest)
{
    for (double k = 1; k < parts; k++) {
        double share = k / parts, at[3];
        corner_t straight;
        place(&straight, turned(a->lon + share * turned(b->lon - a->lon)),
              a->lat + share * (b->lat - a->lat));
        if (rule == UNKNOWN) {
            double apart;
            along_geodesic(a->at, b->at, share, at);
            apart = apart3(at, straight.at) * 1.001 + 2 * BEND_M;
            *widest = apart > *widest ? apart : *widest;
        }
        if (put_vertex(made, rule == UNKNOWN ? at : straight.at))
            return NO_MEMORY;
    }
    return DONE;
}

/* ---- circles ---- */

typedef struct {
    const int32_t *xyz;
    uint32_t first, rings;
    const uint32_t *end; /* of each ring */
} drawn_t;

static void metres3(const drawn_t *drawn, uint32_t vertex, double *at)
{
    for (int k = 0; k < 3; k++)
        at[k] = drawn->xyz[(size_t)vertex * 3 + k] / 256.0;
}

static void middle_of(const drawn_t *drawn, uint8_t kind, int32_t *anchor)
{
    double low[3] = {INFINITY, INFINITY, INFINITY}, high[3] = {-INFINITY, -INFINITY, -INFINITY};
    double middle[3];
    for (uint32_t i = drawn->first; i < drawn->end[drawn->rings - 1]; i++)
        for (int k = 0; k < 3; k++) {
            double one = drawn->xyz[(size_t)i * 3 + k];
            low[k] = one < low[k] ? one : low[k];
            high[k] = one > high[k] ? one : high[k];
        }
    for (int k = 0; k < 3; k++)
        middle[k] = (low[k] + high[k]) / 512;
    ground_below(middle);
    for (int k = 0; k < 3; k++)
        anchor[k] = kind == PS_SPOT ? drawn->xyz[(size_t)drawn->first * 3 + k]
                                    : (int32_t)rint(middle[k] * 256);
}

typedef struct { double far, near, gap; int odd; } spread_t;

/* Farthest and nearest vertex and edge from the middle, and whether it lies inside the rings. */
static spread_t spread_of(const drawn_t *drawn, uint8_t kind, const int32_t *anchor)
{
    spread_t s = {0, INFINITY, INFINITY, 0};
    double middle[3] = {anchor[0] / 256.0, anchor[1] / 256.0, anchor[2] / 256.0};
    double up[3] = {middle[0] / (EARTH_A * EARTH_A), middle[1] / (EARTH_A * EARTH_A),
                    middle[2] / (EARTH_B * EARTH_B)};
    double east[3], north[3];
    uint32_t first = drawn->first;
    unit3(up);
    across(up, east, north);
    for (uint32_t r = 0; r < drawn->rings; first = drawn->end[r++]) {
        double at[3], x, y, x0 = 0, y0 = 0;
        uint32_t end = drawn->end[r];
        for (uint32_t i = first; i <= end; i++) {
            double dx, dy, square, along, gx, gy, gap;
            int last = i == end;
            if (last && kind != PS_AREA)
                break;
            metres3(drawn, last ? first : i, at);
            for (int k = 0; k < 3; k++)
                at[k] = at[k] - middle[k];
            x = dot3(at, east), y = dot3(at, north);
            if (!last) {
                double chord = length3(at[0], at[1], at[2]);
                s.far = chord > s.far ? chord : s.far;
                s.near = chord < s.near ? chord : s.near;
            }
            if (i > first) {
                dx = x - x0, dy = y - y0;
                square = dx * dx + dy * dy;
                along = -(x0 * dx + y0 * dy) / (square > 0 ? square : 1);
                along = along < 0 ? 0 : along > 1 ? 1 : along;
                gx = x0 + along * dx, gy = y0 + along * dy;
                gap = gx * gx + gy * gy;
                s.gap = gap < s.gap ? gap : s.gap;
                if ((y0 >= 0) != (y >= 0))
                    s.odd ^= x0 + dx * (y0 / (y0 - y)) > 0;
            }
            x0 = x, y0 = y;
        }
    }
    s.gap = sqrt(s.gap);
    return s;
}

static int put_circles(ready_t *made, const drawn_t *drawn, uint8_t kind, float radius,
                       const int32_t *anchor)
{
    double wide = radius, outer, inner;
    float out, in;
    if (kind == PS_SPOT) {
        outer = wide, inner = wide;
    } else {
        spread_t s = spread_of(drawn, kind, anchor);
        outer = arc_above(s.far) + wide;
        inner = kind == PS_AREA && s.odd ? s.gap + wide : wide - arc_above(s.near);
    }
    outer = outer + STEP_M, inner = inner - STEP_M;
    /* float32 keeps seven digits: one part in a million outward is more than its rounding. */
    out = (float)(outer * (1 + 1e-6));
    /* Signed: where no circle around the anchor lies inside, it says how far off the shape begins
       at most, and a sum of the two still bounds the distance. */
    in = isinf(inner) ? INFINITY : (float)(inner - fabs(inner) * 1e-6);
    return put(&made->column[ANCHOR], anchor, 12) || put(&made->column[OUTER], &out, 4) ||
                   put(&made->column[INNER], &in, 4) ? NO_MEMORY : DONE;
}

/* ---- boxes ---- */

static int64_t shorter(int64_t steps)
{
    steps = (steps + HALF) % TURN;
    return (steps < 0 ? steps + TURN : steps) - HALF;
}

typedef struct { int64_t south, north, west, east; int circled; } reach_t;

/* Least and most of each; longitudes count on from the first corner's and are never turned. */
static reach_t reach_of(const outline_t *outline)
{
    reach_t s = {INT64_MAX, INT64_MIN, INT64_MAX, INT64_MIN, 0};
    int64_t from = outline->lon[0];
    for (uint32_t r = 0; r < outline->rings; r++) {
        uint32_t first = outline->ring_first[r], end = outline->ring_first[r + 1];
        int64_t begin = from + shorter(outline->lon[first] - from), along = begin;
        for (uint32_t i = first; i < end; i++) {
            if (i > first)
                along += shorter(outline->lon[i] - outline->lon[i - 1]);
            s.south = outline->lat[i] < s.south ? outline->lat[i] : s.south;
            s.north = outline->lat[i] > s.north ? outline->lat[i] : s.north;
            s.west = along < s.west ? along : s.west;
            s.east = along > s.east ? along : s.east;
        }
        along += shorter(outline->lon[first] - outline->lon[end - 1]);
        s.circled |= along - begin > HALF || begin - along > HALF;
    }
    return s;
}

/* How far an edge between two points no nearer to a pole than `high` degrees may rise beyond them. */
static double bulge(double longest_m, double high)
{
    if (high >= 85 || longest_m > 500000)
        return longest_m * 0.8 + 0.1;
    return longest_m * longest_m * (high < 60 ? 3.6e-8 : 2.4e-7) + 0.1;
}

static int put_boxes(ready_t *made, const reach_t *reach, uint8_t kind, double radius_m,
                     int south_pole, double longest_m)
{
    uint32_t leg = (uint32_t)(made->column[KIND].used - 1);
    int64_t far = -reach->south > reach->north ? -reach->south : reach->north;
    int64_t rise, beside, box[4], turns;
    double high = (double)far / 1e7, wide, slim, aside, sine, cosine;
    int inside = kind == PS_AREA && reach->circled, around;
    radius_m = radius_m < 3e7 ? radius_m : 3e7;
    wide = (radius_m + bulge(longest_m, high)) / LEAST_R / RADIAN * 1.0001 + 2e-7;
    sine_cosine(high < 89.99 ? high : 89.99, &sine, &cosine);
    slim = wide * RADIAN / cosine;
    aside = slim < 1 ? asin_above(slim) / RADIAN * 1.0001 + 2e-7 : 360;
    wide = wide < 360 ? wide : 360;
    rise = (int64_t)ceil(wide * 1e7), beside = (int64_t)ceil(aside * 1e7);
    around = inside || high + wide >= 89.99 || slim >= 1 ||
             reach->east - reach->west + 2 * beside >= TURN - 1000000;
    box[0] = inside && south_pole ? -POLE : reach->south - rise;
    box[2] = inside && !south_pole ? POLE : reach->north + rise;
    box[0] = box[0] < -POLE ? -POLE : box[0], box[2] = box[2] > POLE ? POLE : box[2];
    box[1] = reach->west - beside, box[3] = reach->east + beside;
    turns = (box[1] + HALF) / TURN - ((box[1] + HALF) % TURN < 0);
    box[1] -= turns * TURN, box[3] -= turns * TURN;
    if (around)
        box[1] = -HALF, box[3] = HALF;
    /* What passes 180 east goes on from 180 west. */
    for (int more = 1; more;) {
        int32_t sides[4] = {(int32_t)box[0], (int32_t)box[1], (int32_t)box[2],
                            (int32_t)(box[3] > HALF ? HALF : box[3])};
        if (put(&made->column[BOX], sides, 16) || put(&made->column[BOX_LEG], &leg, 4))
            return NO_MEMORY;
        more = box[3] > HALF;
        box[1] = -HALF, box[3] -= TURN;
    }
    return DONE;
}

int finish_leg(ready_t *made, uint8_t kind, float radius_m, uint32_t first,
               const uint32_t *vertex_end, const outline_t *outline, double longest_m)
{
    drawn_t drawn = {(const int32_t *)(const void *)made->column[XYZ].at, first, outline->rings,
                     vertex_end};
    reach_t reach = reach_of(outline);
    uint32_t rings;
    int32_t anchor[3];
    middle_of(&drawn, kind, anchor);
    if (put(&made->column[KIND], &kind, 1) || put(&made->column[RADIUS], &radius_m, 4) ||
        put(&made->column[VERTICES], vertex_end, outline->rings * 4))
        return NO_MEMORY;
    rings = (uint32_t)(made->column[VERTICES].used / 4 - 1);
    if (put(&made->column[RINGS], &rings, 4) ||
        put_circles(made, &drawn, kind, radius_m, anchor))
        return NO_MEMORY;
    return put_boxes(made, &reach, kind, radius_m, anchor[2] < 0, longest_m);
}

/* ---- one leg after the other ---- */

typedef struct { bytes_t corners, lon, lat, ends, starts; } room_t;

static int put_corners(const rough_t *told, int64_t leg, room_t *room)
{
    uint32_t ring = told->ring_first[leg], rings = told->ring_first[leg + 1];
    uint32_t first = told->vertex_first[ring];
    room->corners.used = room->lon.used = room->lat.used = room->starts.used = 0;
    for (uint32_t r = ring; r <= rings; r++) {
        uint32_t start = told->vertex_first[r] - first;
        if (put(&room->starts, &start, 4))
            return NO_MEMORY;
    }
    for (uint32_t i = first; i < told->vertex_first[rings]; i++) {
        int64_t lon = (int64_t)rint(told->lon[i] * 1e7), lat = (int64_t)rint(told->lat[i] * 1e7);
        corner_t corner;
        place(&corner, told->lon[i], told->lat[i]);
        if (put(&room->corners, &corner, sizeof corner) || put(&room->lon, &lon, 8) ||
            put(&room->lat, &lat, 8))
            return NO_MEMORY;
    }
    return DONE;
}

typedef struct { double widest, longest, parts; } cut_t;

static int cut_ring(ready_t *made, uint8_t kind, uint8_t rule, const corner_t *corners,
                    uint32_t count, cut_t *cut)
{
    for (uint32_t i = 0; i < count; i++) {
        const corner_t *a = corners + i, *b = i + 1 < count ? a + 1 : corners;
        double chord, parts;
        if (put_vertex(made, a->at))
            return NO_MEMORY;
        if (i + 1 == count && kind != PS_AREA)
            break;
        chord = apart3(a->at, b->at);
        if (rule != STRAIGHT && !(chord <= LONG_M))
            return TOO_LONG;
        parts = pieces(rule, a, b, chord);
        if (!((cut->parts += parts) <= MOST_PIECES))
            return TOO_LONG;
        if (rule == STRAIGHT && chord > 5000)
            chord = 5000;
        cut->longest = chord > cut->longest ? chord : cut->longest;
        if (rule == GEODESIC ? cut_edge(made, a->at, b->at, parts)
                             : cut_ruled(made, rule, a, b, parts, &cut->widest))
            return NO_MEMORY;
    }
    return DONE;
}

static int one_leg(const rough_t *told, int64_t leg, room_t *room, ready_t *made)
{
    uint8_t kind = told->kind[leg], rule = told->edges[leg], sound;
    uint32_t first = (uint32_t)(made->column[XYZ].used / 12), rings, *starts;
    cut_t cut = {rule == GEODESIC ? 0 : BEND_M, 0, 0};
    outline_t outline;
    corner_t *corners;
    if (put_corners(told, leg, room))
        return NO_MEMORY;
    corners = (corner_t *)(void *)room->corners.at, starts = (uint32_t *)(void *)room->starts.at;
    rings = (uint32_t)(room->starts.used / 4 - 1);
    room->ends.used = 0;
    for (uint32_t r = 0; r < rings; r++) {
        uint32_t end;
        int fault = cut_ring(made, kind, rule, corners + starts[r], starts[r + 1] - starts[r], &cut);
        end = (uint32_t)(made->column[XYZ].used / 12);
        if (fault || put(&room->ends, &end, 4))
            return fault ? fault : NO_MEMORY;
    }
    outline.lon = (int64_t *)(void *)room->lon.at, outline.lat = (int64_t *)(void *)room->lat.at;
    outline.ring_first = starts, outline.rings = rings;
    sound = (uint8_t)(told->radius_m[leg] >= 0 && cut.parts < 10000 &&
                      certainly_a_shape(kind, rule, corners, &outline));
    if (put(&made->column[SOUND], &sound, 1))
        return NO_MEMORY;
    return finish_leg(made, kind, up32(told->radius_m[leg] + cut.widest), first,
                      (uint32_t *)(void *)room->ends.at, &outline, cut.longest);
}

int prepare(const rough_t *told, int hulls, ready_t *made)
{
    room_t room = {0};
    uint32_t none = 0;
    int fault = put(&made->column[RINGS], &none, 4) || put(&made->column[VERTICES], &none, 4)
                    ? NO_MEMORY : DONE;
    for (int64_t leg = 0; leg < told->legs && !fault; leg++)
        fault = one_leg(told, leg, &room, made);
    if (!fault && hulls)
        fault = prepare_hulls(told, made);
    free(room.corners.at), free(room.lon.at), free(room.lat.at);
    free(room.ends.at), free(room.starts.at);
    return fault;
}
