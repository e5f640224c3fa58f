/* Asking an index: which legs lie within a distance of a leg, at overlapping heights and times. */
#ifndef PARLEY_INDEX_H
#define PARLEY_INDEX_H

#include "sketch.h"
#include "tree.h"

#define ERA INT64_C(946684800) /* 2000-01-01T00:00Z: seconds in boxes count from here */

/* Whose leg it is, and between which sizes of the record it counts. */
typedef struct {
    uint32_t entry;
    uint32_t recorded;  /* known to whoever knows more entries than this */
    uint32_t withdrawn; /* and no more entries than this */
} life_t;

/* Rows of legs, and either a tree or a grid over some of them. */
typedef struct {
    const leaf_t *leaf;
    const life_t *life;
    const float *radius_m;
    const uint32_t *ring_first;
    const uint32_t *vertex_first;
    const int32_t *xyz;
    int64_t first_row; /* box 0 of the tree is this row */
    tree_t tree;
    const grid_t *grid; /* NULL: search the tree */
} part_t;

/* Legs to ask about. `sides` are their boxes, widened by nothing. */
typedef struct {
    int64_t count;
    ps_legs shape;
    const float *inner_m;
    const int32_t *floor_cm;
    const int32_t *ceiling_cm;
    const uint8_t *datums;
    const int32_t *sides;
    const uint32_t *volume;
} legs_t;

typedef struct {
    double within_m;
    int64_t tolerance_s;
    uint32_t known; /* how many entries of the record are known */
    uint32_t layers; /* bit 0 exact, bit 1 envelope */
    int measure; /* measure every hit, also those the circles settle */
} ask_t;

enum { BY_CIRCLES, MEASURED, BORDERLINE };

typedef struct {
    double distance_m; /* NaN until measured */
    uint32_t row;
    uint32_t leg;
    uint32_t entry;
    uint32_t volume; /* the leg's */
    int32_t apart_s; /* between the two windows; 0 when they overlap */
    uint16_t part;
    uint8_t how;
    uint8_t layer;
} hit_t;

typedef struct {
    hit_t *hit;
    int64_t count, room;
} hits_t;

enum { NEAR_BY_CIRCLES = SURELY_FAR + 1, SIFTED = 128 }; /* candidates looked at together */

/* What a search writes on, kept for the next one; it belongs to one search at a time. */
typedef struct {
    list_t spare[2], found;
    sketch_t sketch;
    hits_t hits;
    int64_t borderline; /* how many of the hits are */
    circles_t circles[SIFTED];
    double apart[SIFTED][3]; /* anchor from anchor, in steps */
    uint32_t box[SIFTED];
    float x[SIFTED], y[SIFTED];
    uint8_t seen[SIFTED];
} desk_t;

/* Both return 0, or -1 when out of memory. Hits are appended to the desk's. */
int index_near(const part_t *const *parts, int count, const legs_t *legs, int64_t leg,
               const ask_t *ask, desk_t *desk);
int index_measure(const part_t *const *parts, const legs_t *legs, int64_t count, hit_t *hits);
void desk_free(desk_t *desk);

void look_around(const int32_t *sides, const ask_t *ask, double reach_m, lookup_t *look);
void sides_of(int64_t legs, const int64_t *began_s, const int64_t *ended_s, const int32_t *box,
              const uint32_t *box_leg, int64_t boxes, int32_t *sides);

#endif
