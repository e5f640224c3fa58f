/* The door of prepare.c between Python and the kernel. */
#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "prepare.h"
#include "preparing.h"

#define GIVEN 8

static int fits(const Py_buffer *view)
{
    static const size_t steps[GIVEN] = {4, 1, 1, 8, 4, 4, 8, 8};
    Py_ssize_t legs = view[1].len;
    for (int i = 0; i < GIVEN; i++)
        if ((size_t)view[i].len % steps[i] || (i < 4 && view[i].len != legs * (Py_ssize_t)steps[i]))
            return 0;
    if (view[4].len != (legs + 1) * 4 || view[6].len != view[7].len || view[5].len < 4)
        return 0;
    const uint32_t *rings = view[4].buf, *vertices = view[5].buf;
    size_t ring_count = (size_t)view[5].len / 4 - 1;
    for (Py_ssize_t i = 0; i < legs; i++)
        if (rings[i] >= rings[i + 1])
            return 0;
    if (rings[0] != 0 || rings[legs] != ring_count || vertices[0] != 0)
        return 0;
    for (size_t i = 0; i < ring_count; i++)
        if (vertices[i] >= vertices[i + 1])
            return 0;
    return vertices[ring_count] == (size_t)view[6].len / 8;
}

static PyObject *columns_of(const ready_t *made)
{
    PyObject *found = PyTuple_New(COLUMNS);
    for (int i = 0; i < COLUMNS && found; i++) {
        const bytes_t *column = made->column + i;
        PyObject *one = PyBytes_FromStringAndSize(column->at, (Py_ssize_t)column->used);
        if (!one || PyTuple_SetItem(found, i, one) < 0)
            Py_CLEAR(found);
    }
    return found;
}

/* prepare((volume, kind, edges, radius_m, ring_first, vertex_first, lon, lat), hulls)
   -> the columns of prepare.h as bytes, or None where an edge is too long to be cut here */
PyObject *prepare_door(PyObject *module, PyObject *args)
{
    PyObject *given, *found = NULL;
    Py_buffer view[GIVEN];
    ready_t made = {0};
    int hulls, held = 0, fault = DONE;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!p", &PyTuple_Type, &given, &hulls))
        return NULL;
    if (PyTuple_Size(given) != GIVEN)
        return PyErr_Format(PyExc_TypeError, "expected a tuple of %d arrays", GIVEN);
    while (held < GIVEN &&
           !PyObject_GetBuffer(PyTuple_GetItem(given, held), view + held, PyBUF_C_CONTIGUOUS))
        held++;
    if (held == GIVEN && !fits(view)) {
        PyErr_SetString(PyExc_ValueError, "expected corners in every ring and rings in every leg");
    } else if (held == GIVEN) {
        rough_t told = {view[1].len, view[0].buf, view[1].buf, view[2].buf, view[3].buf,
                        view[4].buf, view[5].buf, view[6].buf, view[7].buf};
        Py_BEGIN_ALLOW_THREADS
        fault = prepare(&told, hulls, &made);
        Py_END_ALLOW_THREADS
        if (fault == NO_MEMORY)
            PyErr_NoMemory();
        else if (fault == TOO_LONG)
            found = Py_NewRef(Py_None);
        else
            found = columns_of(&made);
    }
    while (held)
        PyBuffer_Release(view + --held);
    ready_free(&made);
    return found;
}
