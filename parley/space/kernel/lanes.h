/* The innermost loops, sixteen at a time, in the widest form this processor has. */
#ifndef PARLEY_LANES_H
#define PARLEY_LANES_H

#include "tree.h"

#define LANES 16
#define NOWHERE 1e18f /* where lanes stand that hold nothing */

/* Strokes in a plane, side by side, a whole number of LANES: where each begins, how it runs, at
   which height it ends, and 1 / length squared (0 for a point). */
typedef struct {
    float *ax, *ay, *dx, *dy, *by, *inverse;
    int64_t count, room;
} strokes_t;

/* A plane: x and y of a point are its steps from `anchor` along `east` and `north`. */
typedef struct {
    const int32_t *anchor;
    double east[3], north[3]; /* metres for a step */
} plane_t;

/* One way of running the loops; all find the same boxes, and distances that differ by rounding. */
typedef struct {
    const char *name;
    /* Append to `found` the boxes of a tree that touch the lookup. */
    int (*walk)(const tree_t *tree, const lookup_t *look, list_t spare[2], list_t *found);
    /* Points dropped straight onto a plane. */
    void (*drop)(const plane_t *plane, int64_t count, const int32_t *xyz, float *x, float *y);
    /* The runs of `count` strokes whose ends stand behind their beginnings. */
    void (*run)(strokes_t *strokes, int64_t first, int64_t count);
    /* Squared distance of points to the nearest stroke, and whether a ray eastward crosses an odd
       number of them; `count` is rounded up to whole LANES. */
    void (*nearest)(const strokes_t *strokes, int64_t count, const float *x, const float *y,
                    float *square, int32_t *odd);
    /* Squared distance of the ends of one stroke from all others and of theirs from it. */
    float (*ends)(const strokes_t *one, int64_t k, const strokes_t *others);
    /* Whether one stroke crosses any of the others. */
    int (*crosses)(const strokes_t *one, int64_t k, const strokes_t *others);
} lanes_t;

/* The widest this processor has of at most so many bits: 128, 256 or 512. */
const lanes_t *lanes_of(int bits);

#endif
