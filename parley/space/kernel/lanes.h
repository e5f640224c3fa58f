/* The innermost loops, sixteen at a time, in the widest form this processor has. */
#ifndef PARLEY_LANES_H
#define PARLEY_LANES_H

#include "distance.h"
#include "tree.h"

#define LANES 16

/* Strokes in a plane, side by side: where each begins, how it runs, at which height it ends, and
   1 / length squared (0 for a point). One for each vertex: to the next, round again in an area, to
   nowhere at a track's end. What fills the last LANES are points of the shape once more. */
typedef struct {
    float *ax, *ay, *dx, *dy, *by, *inverse;
    float box[4]; /* west, south, east, north */
    int64_t count, room;
} strokes_t;

/* A plane: x and y of a point are its steps from `anchor` along `east` and `north`. */
typedef struct {
    const int32_t *anchor;
    double east[3], north[3]; /* metres for a step */
} plane_t;

enum { UNSURE, SURELY_NEAR, SURELY_FAR };

/* One way of running the loops; all find the same boxes, and distances that differ by rounding. */
typedef struct {
    const char *name;
    /* Append to `found` the boxes of a tree that touch the lookup, and fetch their rows. */
    int (*walk)(const tree_t *tree, const lookup_t *look, const leaf_t *rows, list_t spare[2],
                list_t *found);
    /* A leg dropped straight onto a plane, into strokes with room for it. */
    void (*draw)(const plane_t *plane, const ps_leg *leg, strokes_t *strokes);
    /* Squared distance of points to the nearest stroke, and whether a ray eastward crosses an odd
       number of them; `count` is rounded up to whole LANES. */
    void (*nearest)(const strokes_t *strokes, int64_t count, const float *x, const float *y,
                    float *square, int32_t *odd);
    /* Whether two outlines come within `near`, or stay apart by more than `far`. */
    int (*look)(const strokes_t *ours, const strokes_t *theirs, float near, float far);
} lanes_t;

/* The widest this processor has of at most so many bits: 128, 256 or 512. */
const lanes_t *lanes_of(int bits);

#endif
