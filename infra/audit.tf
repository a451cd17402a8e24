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

# The path of Banqup's messages over HTTP holds a key, and request logs hold paths.
resource "google_logging_project_exclusion" "listener_requests" {
  name        = "listener-requests"
  description = "Request logs of the listener, whose path is a secret. The function's own log names the route."
  filter      = "httpRequest.requestUrl=~\"/listener/\""
}
