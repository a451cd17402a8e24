# Who read which token, and what must not be in a log.

# Every read of a secret and every change of one.
resource "google_project_iam_audit_config" "secrets" {
  project = var.project_id
  service = "secretmanager.googleapis.com"

  audit_log_config {
    log_type = "ADMIN_READ"
  }

  audit_log_config {
    log_type = "DATA_READ"
  }

  audit_log_config {
    log_type = "DATA_WRITE"
  }
}

# Request logs hold whole addresses: the key of Banqup's listener is in its path, and what Google and Banqup send browsers back
# with is in the query.
resource "google_logging_project_exclusion" "addresses_with_secrets" {
  name        = "addresses-with-secrets"
  description = "Request logs of the listener and of the two callbacks. The function's own log names the route."
  filter      = "httpRequest.requestUrl=~\"/listener/|/callback[?]\""
}
