# SPDX-License-Identifier: GPL-2.0-or-later
# What kntop's flows say of what they carry, in the lines that l7told.py prints.
.[] | select(.l7) | .l4 as $l4 | .client.port as $port | .l7
| {server_name, ja3_client, ja3_server, alpn, tls_version, tls_cipher, http_method, http_url,
	http_user_agent, http_status, http_content_type, dns_query_type, dns_reply_code, dns_address,
	ssh_client, ssh_server, hassh_client, hassh_server}
| to_entries[] | select(.value != null) | "\($l4) \($port) \(.key) \(.value)"
