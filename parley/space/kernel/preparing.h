/* The door of prepare.c, for module.c's table. */
#ifndef PARLEY_PREPARING_H
#define PARLEY_PREPARING_H
PyObject *prepare_door(PyObject *module, PyObject *args);
#endif
