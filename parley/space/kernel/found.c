/* Hits on their way to Python, and the desks they are found on: both kept for the next search, since
   fresh memory costs more than filling it. All of it is guarded by the interpreter's lock. */
#include "doors.h"

#include <stdlib.h>

#define LARGE 65536          /* bytes; fewer are copied */
#define KEPT 4               /* buffers and desks at rest */
#define LARGEST (1 << 25)    /* bytes of a buffer that is kept */

static hits_t rest[KEPT];
static desk_t *desks[KEPT];
static int rests, desk_count;

desk_t *take_desk(const lanes_t *lanes)
{
    desk_t *desk = desk_count ? desks[--desk_count] : calloc(1, sizeof *desk);
    if (!desk)
        return NULL;
    if (!desk->hits.hit && rests)
        desk->hits = rest[--rests];
    desk->sketch.lanes = lanes;
    desk->hits.count = desk->borderline = 0;
    return desk;
}

void leave_desk(desk_t *desk)
{
    if (desk_count < KEPT)
        desks[desk_count++] = desk;
    else
        desk_free(desk);
}

/* ---- Hits: many of them, read where they were written ---- */

typedef struct {
    PyObject_HEAD
    hits_t hits;
} Hits;

static int hits_buffer(PyObject *self, Py_buffer *view, int flags)
{
    hits_t *hits = &((Hits *)self)->hits;
    return PyBuffer_FillInfo(view, self, hits->hit, hits->count * (Py_ssize_t)sizeof(hit_t), 1,
                             flags);
}

static void hits_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    hits_t *hits = &((Hits *)self)->hits;
    if (rests < KEPT && hits->room * (int64_t)sizeof(hit_t) <= LARGEST)
        rest[rests++] = *hits;
    else
        free(hits->hit);
    release(self);
    Py_DECREF(type);
}

static PyType_Slot hits_slots[] = {
    {Py_tp_doc, "Packed hits, to be read as a buffer."},
    {Py_tp_dealloc, hits_dealloc},
    {Py_bf_getbuffer, hits_buffer},
    {0, NULL},
};
PyType_Spec hits_spec = {"parley.space._kernel.Hits", sizeof(Hits), 0,
                         Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, hits_slots};
PyTypeObject *hits_type;

/* The hits of a desk: bytes where they are few, else themselves, and the desk begins anew. */
PyObject *hits_of(desk_t *desk)
{
    Py_ssize_t size = desk->hits.count * (Py_ssize_t)sizeof(hit_t);
    Hits *made;
    if (size < LARGE)
        return PyBytes_FromStringAndSize((const char *)desk->hits.hit, size);
    made = (Hits *)((allocfunc)PyType_GetSlot(hits_type, Py_tp_alloc))(hits_type, 0);
    if (!made)
        return NULL;
    made->hits = desk->hits;
    desk->hits = (hits_t){NULL, 0, 0};
    return (PyObject *)made;
}
