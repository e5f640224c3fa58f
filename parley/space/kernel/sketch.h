/* A quick look at two legs in one plane: certainly near, certainly not, or to be measured. */
#ifndef PARLEY_SKETCH_H
#define PARLEY_SKETCH_H

#include "distance.h"
#include "lanes.h"

/* The leg asked about, drawn in the plane that touches the earth at its anchor. The strokes of
   both are kept from one question to the next. */
typedef struct {
    const lanes_t *lanes;
    const ps_leg *leg;
    plane_t plane;
    strokes_t ours, theirs;
    int drawn;
} sketch_t;

/* Circles around points: what lies within `inner` and nothing beyond `outer` belongs to a leg. */
typedef struct {
    double chord2; /* of the two anchors, square metres */
    float inner, outer;
} circles_t;

int sketch_open(sketch_t *sketch, const ps_leg *leg);
void sketch_free(sketch_t *sketch);
int sketch_look(sketch_t *sketch, const ps_leg *other, double chord_m, double reach_m);
void sketch_sift(const sketch_t *sketch, int count, const circles_t *circles, const float *x,
                 const float *y, double within_m, uint8_t *seen);

#endif
