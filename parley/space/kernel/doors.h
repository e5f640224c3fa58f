/* What stands between Python and the kernel: arrays held, and the objects that hold them. */
#ifndef PARLEY_DOORS_H
#define PARLEY_DOORS_H

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "index.h"

#define MOST_VIEWS 13
#define MOST_PARTS 16

typedef struct {
    Py_buffer view[MOST_VIEWS];
    int count;
} views_t;

/* Hold the buffers of a tuple; each must be a whole number of steps long. -1 and an error if not. */
int hold(PyObject *given, const size_t *steps, int count, views_t *views);
void let_go(views_t *views);
void dealloc_with(PyObject *self, views_t *views);
int64_t length(const views_t *views, int i, size_t step);

extern PyType_Spec legs_spec, grid_spec, part_spec, ends_spec, hits_spec;
extern PyTypeObject *hits_type;

/* A desk to search on, and the hits found on it as something Python can read. */
desk_t *take_desk(const lanes_t *lanes);
void leave_desk(desk_t *desk);
PyObject *hits_of(desk_t *desk);

/* What is inside a tuple of Part, and inside Legs; -1 or NULL and an error where it is no such. */
int parts_of(PyObject *given, const part_t **parts);
const legs_t *legs_of(PyObject *given);

#endif
