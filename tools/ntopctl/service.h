/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of ports, as the system's services file has them: IANA's, mostly. */
#ifndef NTOPCTL_SERVICE_H
#define NTOPCTL_SERVICE_H

/**
 * service_name() - name of a port
 * @l4: IP protocol number
 * @port: port, or a negative number for none
 *
 * The file is read when somebody asks first. A port's name says what it is registered for,
 * not what it carries.
 *
 * Return: the name, which lives as long as the program, or NULL without one.
 */
const char *service_name(unsigned int l4, int port);

#endif /* NTOPCTL_SERVICE_H */
