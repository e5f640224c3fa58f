/* Packed Hilbert trees and the ring grid: which boxes touch a box. No shapes, no metres. */
#ifndef PARLEY_TREE_H
#define PARLEY_TREE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define FANOUT 16
#define MOST_LEVELS 9 /* 16^9 boxes: more than memory holds */

/* West, south, earliest, east, north, latest: 1e-7 degrees and seconds, all bounds included.
   East may pass +180 degrees for what crosses the antimeridian. */
enum { WEST, SOUTH, EARLIEST, EAST, NORTH, LATEST, SIDES };

/* Where a question looks: a box, and its twin one turn of the globe away where that can matter. */
typedef struct {
    int32_t side[2][SIDES];
    int count;
    int64_t west, east; /* unwrapped: west in -180..180 degrees, east from west on */
} lookup_t;

/* What settles most pairs of legs, in 32 bytes. */
typedef struct {
    int32_t anchor[3];
    float outer_m;
    float inner_m;
    int32_t floor_cm;
    int32_t ceiling_cm;
    uint8_t kind;
    uint8_t datums;
    uint8_t layer; /* 0 exact, 1 envelope */
    uint8_t number; /* of the leg within its entry */
} leaf_t;

/* An immutable tree. Level 0 holds the boxes themselves, 16 to a node, side by side. */
typedef struct {
    int64_t boxes;
    int levels;
    int64_t first[MOST_LEVELS]; /* index of each level's first node */
    const int32_t *nodes;       /* SIDES x FANOUT numbers each */
} tree_t;

/* Numbers in a row, grown as needed and kept for the next search. */
typedef struct {
    uint32_t *item;
    int64_t count, room;
} list_t;

int list_room(list_t *list, int64_t more);

int64_t tree_nodes(int64_t boxes);
void tree_open(tree_t *tree, int64_t boxes, const int32_t *nodes);
void tree_fill(int64_t boxes, const int32_t *sides, int32_t *nodes);
void lookup_from(lookup_t *look, const int64_t sides[SIDES]);

/* The order along a Hilbert curve through the middles of boxes; */
int hilbert_order(int64_t boxes, const int32_t *sides, int dims, uint32_t *order);

/* Boxes that came since the trees were packed: one writer adds, any number search meanwhile. */
typedef struct {
    int64_t room;          /* boxes it can take */
    uint32_t mask;         /* buckets - 1 */
    _Atomic int64_t boxes; /* boxes it holds */
    _Atomic uint32_t rings[16];  /* boxes in each size of ring */
    _Atomic int32_t *heads;
    int32_t *next;
    uint64_t *cell;
    int32_t *sides;
} grid_t;

int grid_open(grid_t *grid, int64_t room);
void grid_close(grid_t *grid);
int grid_add(grid_t *grid, int64_t boxes, const int32_t *sides);
int grid_search(const grid_t *grid, const lookup_t *look, list_t *found);

static inline int touches(const int32_t *a, const int32_t *b)
{
    return a[WEST] <= b[EAST] && a[EAST] >= b[WEST] && a[SOUTH] <= b[NORTH] &&
           a[NORTH] >= b[SOUTH] && a[EARLIEST] <= b[LATEST] && a[LATEST] >= b[EARLIEST];
}

#endif
