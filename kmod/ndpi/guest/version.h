/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * version: what differs between nDPI 4.2 and later ones. No other file tests for the
 * version. 4.2 is compiled and run; the rest follows the headers of the later releases,
 * and was neither.
 */
#ifndef KNTOP_GUEST_VERSION_H
#define KNTOP_GUEST_VERSION_H

#include "ndpi_config.h"
#include "ndpi_api.h"
#include "ndpi_main.h"

#include "door.h"

/* 4.2 has no macro for this. */
#define KNTOP_VERSION	(NDPI_MAJOR * 100 + NDPI_MINOR)

/** KNTOP_VERSION_PROCESS - ndpi_detection_process_packet(); 4.6 added what an exporter knows. */
#if KNTOP_VERSION >= 406
#define KNTOP_VERSION_PROCESS(ndpi, flow, data, len, time) \
	ndpi_detection_process_packet(ndpi, flow, data, len, time, NULL)
#else
#define KNTOP_VERSION_PROCESS(ndpi, flow, data, len, time) \
	ndpi_detection_process_packet(ndpi, flow, data, len, time)
#endif

/** KNTOP_VERSION_GIVE_UP - ndpi_detection_giveup() with a guess; 4.8 always guesses. */
#if KNTOP_VERSION >= 408
#define KNTOP_VERSION_GIVE_UP(ndpi, flow) \
	ndpi_detection_giveup(ndpi, flow, &(u_int8_t){ 0 })
#else
#define KNTOP_VERSION_GIVE_UP(ndpi, flow) \
	ndpi_detection_giveup(ndpi, flow, 1, &(u_int8_t){ 0 })
#endif

/** KNTOP_VERSION_ALPN - the protocols that a flow's client offered. */
#if KNTOP_VERSION >= 404
#define KNTOP_VERSION_ALPN(flow)	((flow)->protos.tls_quic.advertised_alpns)
#else
#define KNTOP_VERSION_ALPN(flow)	((flow)->protos.tls_quic.alpn)
#endif

/** kntop_version_confidence - nDPI's confidence as enum kntop_door_confidence. */
static inline unsigned int kntop_version_confidence(unsigned int confidence)
{
	switch (confidence) {
	case NDPI_CONFIDENCE_UNKNOWN:
		return KNTOP_DOOR_UNKNOWN;
	case NDPI_CONFIDENCE_MATCH_BY_PORT:
		return KNTOP_DOOR_BY_PORT;
	case NDPI_CONFIDENCE_MATCH_BY_IP:
		return KNTOP_DOOR_BY_IP;
	case NDPI_CONFIDENCE_DPI_CACHE:
		return KNTOP_DOOR_CACHE;
	}
	/* Later versions have more words for what was seen in packets, or partly so. */
	return KNTOP_DOOR_DPI;
}

#endif /* KNTOP_GUEST_VERSION_H */
