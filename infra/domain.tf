# A name of our own for `connect`, where var.domain is set: a load balancer in front of it, with Google's certificate. Google
# shows an app's name and logo at its consent screen only for a domain whose owner has proved it.
# https://cloud.google.com/load-balancing/docs/https/setup-global-ext-https-serverless
locals {
  domain_count = var.domain == null ? 0 : 1
}

resource "google_compute_global_address" "connect" {
  count = local.domain_count

  name       = "connect"
  depends_on = [google_project_service.used]
}

resource "google_compute_region_network_endpoint_group" "connect" {
  count = local.domain_count

  name                  = "connect"
  region                = var.region
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = google_cloudfunctions2_function.connect.name
  }
}

resource "google_compute_backend_service" "connect" {
  count = local.domain_count

  name                  = "connect"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"

  backend {
    group = google_compute_region_network_endpoint_group.connect[0].id
  }

  # The path of Banqup's messages over HTTP holds a key.
  log_config {
    enable = false
  }
}

resource "google_compute_url_map" "connect" {
  count = local.domain_count

  name            = "connect"
  default_service = google_compute_backend_service.connect[0].id
}

resource "google_compute_managed_ssl_certificate" "connect" {
  count = local.domain_count

  # One for another domain is there before this one goes, which is in use until then.
  name       = "connect-${substr(sha256(var.domain), 0, 8)}"
  depends_on = [google_project_service.used]

  managed {
    domains = [var.domain]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "google_compute_ssl_policy" "connect" {
  count = local.domain_count

  name            = "connect"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
  depends_on      = [google_project_service.used]
}

resource "google_compute_target_https_proxy" "connect" {
  count = local.domain_count

  name             = "connect"
  url_map          = google_compute_url_map.connect[0].id
  ssl_certificates = [google_compute_managed_ssl_certificate.connect[0].id]
  ssl_policy       = google_compute_ssl_policy.connect[0].id
}

resource "google_compute_global_forwarding_rule" "connect" {
  count = local.domain_count

  name                  = "connect"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.connect[0].id
  port_range            = "443"
  target                = google_compute_target_https_proxy.connect[0].id
}

# Who types the name without https:// is sent on.
resource "google_compute_url_map" "to_https" {
  count = local.domain_count

  name = "connect-to-https"

  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "MOVED_PERMANENTLY_DEFAULT"
    strip_query            = false
  }

  depends_on = [google_project_service.used]
}

resource "google_compute_target_http_proxy" "to_https" {
  count = local.domain_count

  name    = "connect-to-https"
  url_map = google_compute_url_map.to_https[0].id
}

resource "google_compute_global_forwarding_rule" "to_https" {
  count = local.domain_count

  name                  = "connect-to-https"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.connect[0].id
  port_range            = "80"
  target                = google_compute_target_http_proxy.to_https[0].id
}
