/* Packed Hilbert R-trees: built once, never changed, searched without a lock. */
#include "tree.h"

#include <stdlib.h>
#include <string.h>

#define TURN INT64_C(3600000000)
#define WIDEST INT64_C(1800000000)

static int64_t above(int64_t count) { return (count + FANOUT - 1) / FANOUT; }

/* How many nodes a tree over so many boxes has; at least one. */
int64_t tree_nodes(int64_t boxes)
{
    int64_t level = above(boxes), all = level;
    while (level > 1) {
        level = above(level);
        all += level;
    }
    return all ? all : 1;
}

void tree_open(tree_t *tree, int64_t boxes, const int32_t *nodes)
{
    int64_t level = above(boxes), first = 0;
    tree->boxes = boxes;
    tree->nodes = nodes;
    tree->levels = 0;
    for (;;) {
        tree->first[tree->levels++] = first;
        if (level <= 1)
            break;
        first += level;
        level = above(level);
    }
}

static void nothing(int32_t *node)
{
    for (int side = 0; side < SIDES; side++)
        for (int i = 0; i < FANOUT; i++)
            node[side * FANOUT + i] = side < 3 ? INT32_MAX : INT32_MIN;
}

/* The box around all boxes of a node. */
static void around(const int32_t *node, int32_t *sides)
{
    for (int side = 0; side < SIDES; side++) {
        int32_t best = node[side * FANOUT];
        for (int i = 1; i < FANOUT; i++) {
            int32_t one = node[side * FANOUT + i];
            if (side < 3 ? one < best : one > best)
                best = one;
        }
        sides[side] = best;
    }
}

/* Write the nodes of a tree over boxes (SIDES numbers each) that are already in their order. */
void tree_fill(int64_t boxes, const int32_t *sides, int32_t *nodes)
{
    int64_t count = above(boxes);
    if (!count)
        nothing(nodes);
    for (int64_t node = 0; node < count; node++) {
        int32_t *at = nodes + node * SIDES * FANOUT;
        nothing(at);
        for (int64_t i = 0; i < FANOUT && node * FANOUT + i < boxes; i++)
            for (int side = 0; side < SIDES; side++)
                at[side * FANOUT + i] = sides[(node * FANOUT + i) * SIDES + side];
    }
    int32_t *below = nodes, *at = nodes + count * SIDES * FANOUT;
    while (count > 1) {
        int64_t parents = above(count);
        for (int64_t node = 0; node < parents; node++) {
            int32_t one[SIDES];
            nothing(at + node * SIDES * FANOUT);
            for (int64_t i = 0; i < FANOUT && node * FANOUT + i < count; i++) {
                around(below + (node * FANOUT + i) * SIDES * FANOUT, one);
                for (int side = 0; side < SIDES; side++)
                    at[(node * SIDES + side) * FANOUT + i] = one[side];
            }
        }
        below = at;
        at += parents * SIDES * FANOUT;
        count = parents;
    }
}

static int32_t within(int64_t number)
{
    return number < INT32_MIN ? INT32_MIN : number > INT32_MAX ? INT32_MAX : (int32_t)number;
}

/* A lookup from sides that may run past +-180 degrees or past what 32 bits hold.

   Boxes lie between -180 and +214 degrees, so a box that reaches past either edge, or that lies
   where boxes across the antimeridian can reach, is also looked for one turn away. */
void lookup_from(lookup_t *look, const int64_t sides[SIDES])
{
    int64_t west = sides[WEST], east = sides[EAST];
    if (east - west >= TURN) {
        west = INT32_MIN;
        east = INT32_MAX;
    } else {
        while (west > WIDEST) {
            west -= TURN;
            east -= TURN;
        }
        while (west < -WIDEST) {
            west += TURN;
            east += TURN;
        }
    }
    look->count = 1;
    look->west = west;
    look->east = east;
    for (int side = 0; side < SIDES; side++)
        look->side[0][side] = look->side[1][side] = within(sides[side]);
    look->side[0][WEST] = within(west);
    look->side[0][EAST] = within(east);
    /* West now lies in -180..180: the twin to the west is met by an east past +180, the twin to
       the east by boxes that themselves reach past +180. */
    if (west == INT32_MIN)
        return;
    if (east >= WIDEST) {
        look->count = 2;
        look->side[1][WEST] = within(west - TURN);
        look->side[1][EAST] = within(east - TURN);
    } else if (west + TURN <= INT32_MAX) {
        look->count = 2;
        look->side[1][WEST] = within(west + TURN);
        look->side[1][EAST] = within(east + TURN);
    }
}

/* Make room for so many more; -1 when there is no memory for it. */
int list_room(list_t *list, int64_t more)
{
    int64_t room = list->room ? list->room : 1024;
    uint32_t *item;
    while (room < list->count + more)
        room *= 2;
    if (room == list->room)
        return 0;
    item = realloc(list->item, (size_t)room * sizeof *item);
    if (!item)
        return -1;
    list->item = item;
    list->room = room;
    return 0;
}
