// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Dissectors write what they find into one union, some of them before they know that
 * the flow is theirs. The member of TLS and QUIC has pointers. No packet is known that
 * has nDPI 4.2 take another member's text for these, but nothing in it rules that out,
 * and it would follow pointers of the sender's choice. So these two dissectors find the
 * union empty where a pointer in it is not one of the flow's own.
 */
#include "engine_ndpi.h"

static struct kntop_engine_flow *flow_of(struct ndpi_flow_struct *ndpi)
{
	return (struct kntop_engine_flow *)((char *)ndpi - offsetof(struct kntop_engine_flow, ndpi));
}

static bool is_foreign(const struct kntop_engine_flow *f, const void *pointer)
{
	return pointer && !kntop_purse_size(&f->purse, pointer);
}

static void clean(struct kntop_engine_flow *f)
{
	if (is_foreign(f, f->ndpi.protos.tls_quic.server_names) ||
	    is_foreign(f, f->ndpi.protos.tls_quic.alpn) ||
	    is_foreign(f, f->ndpi.protos.tls_quic.tls_supported_versions) ||
	    is_foreign(f, f->ndpi.protos.tls_quic.issuerDN) ||
	    is_foreign(f, f->ndpi.protos.tls_quic.subjectDN) ||
	    is_foreign(f, f->ndpi.protos.tls_quic.encrypted_sni.esni))
		memset(&f->ndpi.protos, 0, sizeof(f->ndpi.protos));
}

static void dissect_tls(struct ndpi_detection_module_struct *ndpi, struct ndpi_flow_struct *flow)
{
	clean(flow_of(flow));
	flow_of(flow)->engine->tls(ndpi, flow);
}

static void dissect_quic(struct ndpi_detection_module_struct *ndpi, struct ndpi_flow_struct *flow)
{
	clean(flow_of(flow));
	flow_of(flow)->engine->quic(ndpi, flow);
}

static void replace(struct ndpi_call_function_struct *calls, u_int32_t n,
		    kntop_dissector theirs, kntop_dissector ours)
{
	u_int32_t i;

	for (i = 0; i < n; i++)
		if (calls[i].func == theirs)
			calls[i].func = ours;
}

static void replace_all(struct ndpi_detection_module_struct *ndpi,
			kntop_dissector theirs, kntop_dissector ours)
{
	unsigned int i;

	replace(ndpi->callback_buffer, ndpi->callback_buffer_size, theirs, ours);
	replace(ndpi->callback_buffer_tcp_no_payload,
		ndpi->callback_buffer_size_tcp_no_payload, theirs, ours);
	replace(ndpi->callback_buffer_tcp_payload,
		ndpi->callback_buffer_size_tcp_payload, theirs, ours);
	replace(ndpi->callback_buffer_udp, ndpi->callback_buffer_size_udp, theirs, ours);
	replace(ndpi->callback_buffer_non_tcp_udp,
		ndpi->callback_buffer_size_non_tcp_udp, theirs, ours);
	for (i = 0; i < ndpi->ndpi_num_supported_protocols; i++)
		if (ndpi->proto_defaults[i].func == theirs)
			ndpi->proto_defaults[i].func = ours;
}

void kntop_engine_guard(struct kntop_engine *e)
{
	e->tls = e->ndpi->proto_defaults[NDPI_PROTOCOL_TLS].func;
	e->quic = e->ndpi->proto_defaults[NDPI_PROTOCOL_QUIC].func;
	replace_all(e->ndpi, e->tls, dissect_tls);
	replace_all(e->ndpi, e->quic, dissect_quic);
}
