# One page that answers: do invoices arrive, how fast, what waits, and whose matter is it.
# https://cloud.google.com/monitoring/dashboards/api-dashboard
locals {
  charts = [
    {
      title = "Files written, an hour"
      query = "sum(increase(logging_googleapis_com:user_exports{monitored_resource=\"cloud_run_revision\",state=\"done\"}[1h]))"
    },
    {
      title = "From approval to file, p95 in seconds, without those that waited for their owner"
      query = local.seconds_to_file_p95
    },
    {
      title = "Parked, by reason, an hour"
      query = "sum by (reason) (increase(logging_googleapis_com:user_exports{monitored_resource=\"cloud_run_revision\",state=\"parked\"}[1h]))"
    },
    {
      title = "Rejected, by reason, a day"
      query = "sum by (reason) (increase(logging_googleapis_com:user_exports{monitored_resource=\"cloud_run_revision\",state=\"rejected\"}[24h]))"
    },
    {
      title = "Partners told that something waits for them, a day"
      query = "sum by (cause) (increase(logging_googleapis_com:user_notices{monitored_resource=\"cloud_run_revision\",news=\"trouble\"}[24h]))"
    },
    {
      title = "Google's refusals, by meaning, an hour"
      query = "sum by (failure) (increase(logging_googleapis_com:user_drive_refusals{monitored_resource=\"cloud_run_revision\"}[1h]))"
    },
    {
      title = "Oldest message not taken, seconds"
      query = "max by (subscription_id) (pubsub_googleapis_com:subscription_oldest_unacked_message_age{monitored_resource=\"pubsub_subscription\"})"
    },
    {
      title = "Messages that nobody could handle, a day"
      query = "sum by (message) (increase(logging_googleapis_com:user_kept_messages{monitored_resource=\"cloud_run_revision\"}[24h]))"
    },
    {
      title = "Documents that Banqup never told us of, a day"
      query = "sum(increase(logging_googleapis_com:user_untold{monitored_resource=\"cloud_run_revision\"}[24h]))"
    },
    {
      title = "Share of calls that fail"
      query = "sum by (service_name) (rate(run_googleapis_com:request_count{monitored_resource=\"cloud_run_revision\",response_code_class=\"5xx\"}[15m])) / sum by (service_name) (rate(run_googleapis_com:request_count{monitored_resource=\"cloud_run_revision\"}[15m]))"
    },
    {
      title = "Instances"
      query = "sum by (service_name) (run_googleapis_com:container_instance_count{monitored_resource=\"cloud_run_revision\"})"
    },
    {
      title = "Errors in the log, by message, a day"
      query = "sum by (message) (increase(logging_googleapis_com:user_errors{monitored_resource=\"cloud_run_revision\"}[24h]))"
    },
    {
      title = "Pages of partners swept, an hour"
      query = "sum(increase(logging_googleapis_com:user_sweeps{monitored_resource=\"cloud_run_revision\"}[1h]))"
    },
  ]
}

resource "google_monitoring_dashboard" "this" {
  dashboard_json = jsonencode({
    displayName = "Banqup to Google Drive"
    mosaicLayout = {
      columns = 48
      tiles = [
        for at, chart in local.charts : merge(
          {
            width  = 24
            height = 16
            widget = {
              title = chart.title
              xyChart = {
                dataSets = [{ plotType = "LINE", timeSeriesQuery = { prometheusQuery = chart.query } }]
              }
            }
          },
          # Google does not keep a zero: with one, no plan would ever be empty.
          { for edge, position in { xPos = at % 2 * 24, yPos = floor(at / 2) * 16 } : edge => position if position > 0 },
        )
      ]
    }
  })

  depends_on = [google_project_service.used]
}
