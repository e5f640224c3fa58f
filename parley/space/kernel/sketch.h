/* A quick look at two legs in one plane: certainly near, certainly not, or to be measured. */
#ifndef PARLEY_SKETCH_H
#define PARLEY_SKETCH_H

#include "distance.h"

enum { UNSURE, SURELY_NEAR, SURELY_FAR };

typedef struct {
    double ax, ay, bx, by, inverse; /* inverse: 1 / length squared, 0 for a single point */
} stroke_t;

/* The leg asked about, drawn in the plane that touches the earth at its anchor. */
typedef struct {
    const ps_leg *leg;
    double inner_m, east[3], north[3], box[4];
    stroke_t *strokes;
    uint32_t count;
} sketch_t;

int sketch_open(sketch_t *sketch, const ps_leg *leg, double inner_m);
void sketch_close(sketch_t *sketch);
int sketch_look(const sketch_t *sketch, const ps_leg *other, double chord_m, double reach_m);

#endif
