/* From legs as told, in degrees, to legs that can be searched and measured. Plain C, no Python.
 *
 * legs/ready.py is the same in numpy, operation by operation, so that both make the same bytes: only
 * sums, products, quotients and square roots are used, which every machine rounds alike. The one
 * exception is where a hull's corners lie in degrees, which its boxes alone depend on.
 */
#ifndef PARLEY_PREPARE_H
#define PARLEY_PREPARE_H

#include <stddef.h>
#include <stdint.h>

enum { GEODESIC, STRAIGHT, UNKNOWN };

/* Legs as told; see legs/cutting.py. */
typedef struct {
    int64_t legs;
    const uint32_t *volume; /* ascending */
    const uint8_t *kind, *edges;
    const double *radius_m;
    const uint32_t *ring_first, *vertex_first;
    const double *lon, *lat;
} rough_t;

typedef struct { char *at; size_t used, room; } bytes_t;

/* Columns of parley/space/prepared.py; `sound`: 1 where the leg is certainly a shape. */
enum { KIND, RADIUS, RINGS, VERTICES, XYZ, ANCHOR, OUTER, INNER, BOX, BOX_LEG, SOUND, COLUMNS };
typedef struct { bytes_t column[COLUMNS]; } ready_t;

/* Longitudes and latitudes of a leg's corners in 1e-7 degrees, ring by ring. */
typedef struct {
    const int64_t *lon, *lat;
    const uint32_t *ring_first; /* rings + 1 */
    uint32_t rings;
} outline_t;

enum { DONE = 0, TOO_LONG = 1, NO_MEMORY = -1 };

/* Every leg; with `hulls` then one more leg for each volume, the hull of its legs. TOO_LONG where an
 * edge has to be cut as a true geodesic, which is not done here. */
int prepare(const rough_t *told, int hulls, ready_t *made);
int prepare_hulls(const rough_t *told, ready_t *made);
void ready_free(ready_t *made);

/* A leg whose vertices stand at the end of XYZ from `first` on: its ring ends, circles and boxes. */
int finish_leg(ready_t *made, uint8_t kind, float radius_m, uint32_t first,
               const uint32_t *vertex_end, const outline_t *outline, double longest_m);
int cut_edge(ready_t *made, const double *a, const double *b, double parts);
int put(bytes_t *into, const void *from, size_t size);
int put_vertex(ready_t *made, const double *at);
float up32(double metres);

/* A corner of a leg: earth-centred metres, degrees, and sine and cosine of its latitude. */
typedef struct { double at[3], lon, lat, sine, cosine; } corner_t;

/* 1 where it is certain that shape.py refuses nothing; 0 leaves it to shape.py. */
int certainly_a_shape(uint8_t kind, uint8_t rule, const corner_t *corners, const outline_t *outline);
double bent_m(const corner_t *a, const corner_t *b);

#endif
