/* Exact distance between two legs on the WGS84 earth. Plain C, no Python, no global state.
 *
 * The arrays are those of parley/space/prepared.py. A `ps_query` is one leg made ready to be
 * compared with many others; it owns its scratch arena and belongs to one thread at a time.
 */
#ifndef PARLEY_SPACE_DISTANCE_H
#define PARLEY_SPACE_DISTANCE_H

#include <stddef.h>
#include <stdint.h>

#define PS_UNIT_M (1.0 / 256.0)
enum { PS_SPOT = 0, PS_AREA = 1, PS_TRACK = 2 };

/* One leg, as pointers into somebody else's arrays. */
typedef struct {
    const int32_t *xyz;           /* all vertices of the array the leg is in: 3 per vertex */
    const uint32_t *vertex_first; /* of this leg's first ring; rings + 1 of them, ascending */
    const int32_t *anchor;        /* 3 */
    uint32_t rings;
    uint8_t kind;
    float radius_m;
    float outer_m;
} ps_leg;

/* The arrays of a Prepared, for the batch call. */
typedef struct {
    const uint8_t *kind;
    const float *radius_m;
    const uint32_t *ring_first;
    const uint32_t *vertex_first;
    const int32_t *xyz;
    const int32_t *anchor;
    const float *outer_m;
} ps_legs;

/* What was measured. `core_m` is between the shapes without their radius: 0 when they touch or one
 * holds the other. `a` and `b` are the two nearest points, earth-centred metres (both the same
 * point of one of them when core_m is 0). */
typedef struct {
    double core_m;
    double a[3];
    double b[3];
} ps_found;

typedef struct ps_query ps_query;

/* NULL when out of memory. Keeps pointers into `leg`'s arrays. */
ps_query *ps_query_open(const ps_leg *leg);
void ps_query_close(ps_query *query);

/* Core distance between the query's leg and `other`. Stops as soon as the distance is known to be
 * at most `enough_m` (then core_m is some upper bound <= enough_m; 0 asks for the exact figure), or
 * known to exceed `beyond_m` (then core_m is infinite; INFINITY asks for the exact figure).
 * Returns 0, or -1 when out of memory. */
int ps_measure(ps_query *query, const ps_leg *other, double enough_m, double beyond_m,
               ps_found *found);

/* `leg` number i of the arrays. */
ps_leg ps_leg_at(const ps_legs *legs, uint32_t i);

/* Core distance from leg `i` of `a` to each of `which` legs of `b`: `count` figures in `core_m` and,
 * unless NULL, 6 per pair in `points` (the nearest point of a, then of b). Returns 0 or -1. */
int ps_measure_many(const ps_legs *a, uint32_t i, const ps_legs *b, const uint32_t *which,
                    size_t count, double beyond_m, double *core_m, double *points);

/* An upper bound of the distance along the ground for a straight-line distance, metres. */
double ps_arc_high(double chord_m);

/* 0.05 m + 2 ppm: inside it a slow referee decides. */
static inline double ps_slack(double metres) { return 0.05 + 2e-6 * metres; }

/* Legs that are no wider and no farther apart than PS_CLOSE lie in one plane, and are measured to a
 * millimetre; what then remains is the rounding of vertices, which the referee has too. */
#define PS_CLOSE 20000.0
#define PS_CALM 0.012
static inline double ps_doubt(double metres, double wide_m) {
    return metres < PS_CLOSE && wide_m < PS_CLOSE ? PS_CALM : ps_slack(metres);
}

#endif
